import { expect, it } from 'vitest';
import { headerSecurityPolicy } from './csp';
import { withSecurityHeaders } from './headers';

it('adds the policy and leaves the rest of the response as it is', async () => {
  const stored = new Response('{}', {
    status: 203,
    statusText: 'kept',
    headers: { 'content-type': 'application/json', 'content-security-policy': 'weaker' },
  });
  const served = withSecurityHeaders(stored);
  expect(served.status).toBe(203);
  expect(served.statusText).toBe('kept');
  expect(served.headers.get('content-type')).toBe('application/json');
  expect(served.headers.get('content-security-policy')).toBe(headerSecurityPolicy);
  expect(served.headers.get('permissions-policy')).toContain('geolocation=()');
  await expect(served.text()).resolves.toBe('{}');
});
