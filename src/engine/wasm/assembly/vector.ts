// What all kernels share: the multiply-add, and addresses of four-lane float vectors.

/**
 * a·b + c. Fused (one rounding) in the relaxed build, two roundings in the plain one:
 * about 1.2 times as fast, and up to half a unit in the last place apart.
 */
export function fma(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** Limits every lane to [lo, hi]; NaN stays NaN, so that a spoiled run is noticed. */
export function clamp(x: v128, lo: v128, hi: v128): v128 {
  return f32x4.min(f32x4.max(x, lo), hi);
}

/** The same for one value. */
export function clampOne(x: f32, lo: f32, hi: f32): f32 {
  return min(max(x, lo), hi);
}

/** Bytes of `n` floats. */
export function floats(n: i32): usize {
  return (<usize>n) << 2;
}

/** d where lo < y < hi, else 0; a NaN in d stays. */
export function gate(d: v128, y: v128, lo: v128, hi: v128): v128 {
  return v128.and(d, v128.and(f32x4.gt(y, lo), f32x4.lt(y, hi)));
}
