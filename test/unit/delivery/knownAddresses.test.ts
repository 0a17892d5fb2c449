import { AddressMemory } from '../../../nodes/WeCom/delivery/knownAddresses';

const HOUR = 3_600_000;

function memory() {
	const clock = { time: 0 };
	return { clock, executions: new AddressMemory(() => clock.time) };
}

it('an execution knows what it knew before, and nothing of another', () => {
	const { executions } = memory();
	executions.of('1').userIds.set('a', 'zhangsan');
	expect(executions.of('1').userIds.get('a')).toBe('zhangsan');
	expect(executions.of('2').userIds.size).toBe(0);
});

it('addresses are forgotten an hour after their execution last asked', () => {
	const { clock, executions } = memory();
	executions.of('1').inVain = 1;
	executions.of('2').inVain = 2;
	clock.time = HOUR - 1;
	expect(executions.of('2').inVain).toBe(2);
	clock.time = HOUR;
	executions.of('3');
	expect(executions.of('1').inVain).toBe(0);
	expect(executions.of('2').inVain).toBe(2);
});

it('at most 100 executions are known, those that asked last', () => {
	const { executions } = memory();
	for (let number = 0; number < 100; number++) executions.of(String(number)).inVain = 1;
	executions.of('0');
	executions.of('100');
	expect(executions.of('0').inVain).toBe(1);
	expect(executions.of('1').inVain).toBe(0);
});
