/** @jsxRuntime automatic @jsxImportSource preact */
import type { JSX } from 'preact';
import { say, saying } from '../language';
import { Copy, CopyList } from './copy';
import { Notice } from './notice';
import { appName, urlOf, type Scene } from './page';

const Field = ({
	label,
	scene,
	...input
}: { label: string; scene: Scene } & JSX.InputHTMLAttributes<HTMLInputElement>) => (
	<div class="field">
		<label>
			{label}
			<input required autocomplete="off" spellcheck={false} {...input} />
		</label>
		<Copy what={label} t={scene.t} />
	</div>
);

/** Where the app receives, as the admin console asks for it under 接收消息. */
export function Settings({ scene }: { scene: Scene }) {
	const { state, app, member, receiver, language, t } = scene;
	const receives = state.receivers.has(app.agentId);
	const who = (
		<>
			<input type="hidden" name="user" value={member.userid} />
			<input type="hidden" name="app" value={String(app.agentId)} />
		</>
	);
	return (
		<aside class="settings" aria-labelledby="receive">
			<a class="back" href={urlOf(scene)}>
				‹ {t('toConversation')}
			</a>
			<h2 id="receive">
				{t('receive')}{' '}
				{language !== 'zh' && <span lang="zh-CN">{say('zh', saying('receive'))}</span>}
			</h2>
			<div data-part="settings">
				<p>{t(receives ? 'receives' : 'receivesNot', { app: appName(app, language) })}</p>
				<form method="post" action="/simulator/inbox/settings">
					{who}
					<Field
						label="URL"
						scene={scene}
						type="url"
						name="url"
						value={receiver.url}
						placeholder="http://127.0.0.1:5678/webhook/…/wecom"
					/>
					<Field label="Token" scene={scene} name="token" value={receiver.token} maxLength={32} />
					<Field
						label="EncodingAESKey"
						scene={scene}
						name="key"
						value={receiver.encodingAesKey}
						maxLength={43}
					/>
					{scene.generated && (
						<p class="generated" role="status">
							{t('generated')}
						</p>
					)}
					<div class="buttons">
						<button class="style-1">{t('save')}</button>
						<button
							class="style-2"
							formMethod="get"
							formAction="/simulator/inbox"
							name="generate"
							value="1"
							formNoValidate
						>
							{t('generate')}
						</button>
					</div>
				</form>
			</div>
			<Notice
				part="settings-notice"
				shown={scene.settingsNotice}
				scene={scene}
				action="/simulator/inbox/settings"
			>
				{who}
			</Notice>
			<h3>{t('credentials')}</h3>
			<CopyList
				t={t}
				values={{
					'Corp ID': state.corpId,
					'Agent ID': String(app.agentId),
					'App Secret': app.secret,
					'Base URL': scene.origin,
				}}
			/>
		</aside>
	);
}
