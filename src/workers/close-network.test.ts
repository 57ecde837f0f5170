import { expect, it } from 'vitest';
import { closeNetwork } from './close-network';

class Scope {
  navigator = { sendBeacon: () => true };
  WebSocket = class {};
  fetch(): string {
    return 'sent';
  }
}

it('closes what the scope has itself and what it inherits', () => {
  const scope = new Scope();
  expect(closeNetwork(scope)).toEqual([]);
  expect(() => scope.fetch()).toThrow('fetch is closed');
  expect(() => Scope.prototype.fetch.call(scope)).toThrow('fetch is closed');
  expect(() => new scope.WebSocket()).toThrow('WebSocket is closed');
  expect(() => scope.navigator.sendBeacon()).toThrow('sendBeacon is closed');
});

it('closes for good', () => {
  const scope = new Scope();
  closeNetwork(scope);
  expect(() => Object.assign(scope, { fetch: () => 'sent' })).toThrow(TypeError);
  expect(Reflect.deleteProperty(scope, 'fetch')).toBe(false);
});

it('closes what the host may bring only later', () => {
  const scope: { RTCPeerConnection?: new () => object } = {};
  closeNetwork(scope);
  expect(() => new scope.RTCPeerConnection!()).toThrow('RTCPeerConnection is closed');
});

it('names what could not be closed', () => {
  const scope = Object.freeze({ fetch: () => 'sent', XMLHttpRequest: class {} });
  expect(closeNetwork(scope)).toContain('fetch');
  const pinned = {};
  Object.defineProperty(pinned, 'fetch', { value: () => 'sent', configurable: false });
  expect(closeNetwork(pinned)).toEqual(['fetch']);
});
