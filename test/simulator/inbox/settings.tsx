/** @jsxRuntime automatic @jsxImportSource preact */
import { Notice } from './parts';
import { urlOf, type Scene } from './page';

/** Where the app receives, as the admin console asks for it under 接收消息. */
export function Settings({ scene }: { scene: Scene }) {
	const { state, app, member, receiver, settingsNotice } = scene;
	const receives = state.receivers.has(app.agentId);
	return (
		<aside class="settings" aria-labelledby="receive">
			<a class="back" href={urlOf(scene)}>
				‹ Conversation
			</a>
			<h2 id="receive">
				Receive Messages <span lang="zh">接收消息</span>
			</h2>
			<div data-part="settings">
				<p>
					{receives
						? `What members do in “${app.name}” is sent to this URL.`
						: `Nothing receives what members do in “${app.name}” yet. Publish a workflow with the WeCom Trigger, then enter its production URL and the values from its callback credential.`}
				</p>
				<form method="post" action="/simulator/inbox/settings">
					<input type="hidden" name="user" value={member.userid} />
					<input type="hidden" name="app" value={String(app.agentId)} />
					<label>
						URL
						<input
							type="url"
							name="url"
							value={receiver.url}
							placeholder="http://127.0.0.1:5678/webhook/…/wecom"
							required
							autocomplete="off"
						/>
					</label>
					<label>
						Token
						<input
							name="token"
							value={receiver.token}
							required
							maxLength={32}
							autocomplete="off"
							spellcheck={false}
						/>
					</label>
					<label>
						EncodingAESKey
						<input
							name="key"
							value={receiver.encodingAesKey}
							required
							maxLength={43}
							autocomplete="off"
							spellcheck={false}
						/>
					</label>
					<div class="buttons">
						<button class="style-1">Save</button>
						<button
							class="style-2"
							formMethod="get"
							formAction="/simulator/inbox"
							name="generate"
							value="1"
							formNoValidate
						>
							Generate
						</button>
					</div>
				</form>
			</div>
			<Notice part="settings-notice" text={settingsNotice} />
			<h3>For the credentials</h3>
			<dl>
				<div>
					<dt>Corp ID</dt>
					<dd>{state.corpId}</dd>
				</div>
				<div>
					<dt>Agent ID</dt>
					<dd>{app.agentId}</dd>
				</div>
				<div>
					<dt>App Secret</dt>
					<dd>{app.secret}</dd>
				</div>
				<div>
					<dt>Base URL</dt>
					<dd>{scene.origin}</dd>
				</div>
			</dl>
		</aside>
	);
}
