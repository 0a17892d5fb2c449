import type { State } from './state';
import type { SimulatorFaults } from './types';

/** The fault methods, used in-process and behind POST /simulator/faults. */
export function controlsOf(state: State): SimulatorFaults {
	return {
		revokeToken(token) {
			const count = state.tokens.revoke(({ value }) => token === undefined || token === value);
			if (token !== undefined && count === 0) throw new Error('There is no such token');
		},
		expireTokens() {
			state.tokens.expireAll(state.now());
		},
		tokenMode(mode) {
			state.tokenMode = mode;
		},
		setTokenTtl(seconds) {
			state.tokenTtl = seconds;
		},
		failNext(fault) {
			state.faults.arm(fault);
		},
		setLatency(ms) {
			state.faults.latencyMs = ms;
		},
		trustedIp(setting) {
			state.faults.setTrustedIp(setting);
		},
		setSecret(secret, { agentId, revokeTokens = false } = {}) {
			const app = state.app(agentId);
			app.secret = secret;
			if (revokeTokens) state.tokens.revoke((token) => token.agentId === app.agentId);
		},
		disableApp(disabled = true, agentId = undefined) {
			state.app(agentId).disabled = disabled;
		},
		rateLimit(limit) {
			state.faults.setRateLimit(limit);
		},
		advanceTime(ms) {
			state.advance(ms);
		},
		removeRobot(key) {
			const robot = state.robot(key);
			state.robots.set(robot.key, { ...robot, removed: true });
		},
		dissolveGroup(chatid) {
			state.addGroup({ ...state.group(chatid), dissolved: true });
		},
		setVisible(visible, agentId = undefined) {
			state.app(agentId).visible = visible;
		},
		setClockSpeed(factor) {
			state.setClockSpeed(factor);
		},
		issueResponseCode(msgid) {
			return state.mailbox.issueCode(msgid, state.now());
		},
	};
}
