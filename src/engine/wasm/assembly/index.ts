// The SIMD kernels that tfjs-backend-wasm lacks or does slowly, compiled by AssemblyScript
// to a module that works in that backend's own memory. Arguments are byte addresses of
// float32 data in NHWC order, or counts. Nothing here allocates, and there is no static
// data: the memory belongs to the backend.
export { convolve, convolvePlanes, convolveScratch, packFilters } from './convolution';
export { filterGradient, filterGradientPlanes, filterGradientScratch } from './filter-gradient';
export { pad, turnFilter } from './layout';
export { fromPlanes, toPlanes } from './winograd';
export { depthwise, depthwiseFilterGradient, depthwiseInputGradient } from './depthwise';
export { maxPoolGradient } from './pool';
export { activationGradient, addRows } from './activation';
export { normMoments, normApply, normGradientSums, normGradient } from './batch-norm';
