// The WebGL 2 backend. The context is made by the host and given to tfjs.
import { isSoftwareName, type LoadedBackend } from './host';

type Webgl = typeof import('@tensorflow/tfjs-backend-webgl');
type Context = Parameters<Webgl['setWebGLContext']>[1];

/** What tfjs asks of a context. */
export interface ContextAttributes {
  readonly alpha: false;
  readonly antialias: false;
  readonly premultipliedAlpha: false;
  readonly preserveDrawingBuffer: false;
  readonly depth: false;
  readonly stencil: false;
  readonly failIfMajorPerformanceCaveat: boolean;
}

/** Makes a new WebGL 2 context; null where there is none. */
export type CreateContext = (attributes: ContextAttributes) => Context | null;

const attributes = {
  alpha: false,
  antialias: false,
  premultipliedAlpha: false,
  preserveDrawingBuffer: false,
  depth: false,
  stencil: false,
} as const;

/** Looks for the webgl backend. @throws Error saying why there is no WebGL 2. */
export function loadWebgl(createContext: CreateContext): LoadedBackend {
  // A browser that hides the renderer's name still refuses a slow one when told to.
  const quick = createContext({ ...attributes, failIfMajorPerformanceCaveat: true });
  const context = quick ?? createContext({ ...attributes, failIfMajorPerformanceCaveat: false });
  if (!context) throw new Error('no WebGL 2 here');
  const detail = rendererName(context);
  return {
    detail,
    software: !quick || isSoftwareName(detail),
    register: async () => {
      const { setWebGLContext } = await import('@tensorflow/tfjs-backend-webgl');
      setWebGLContext(2, context);
    },
  };
}

function rendererName(context: Context): string {
  const extension = context.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = extension && context.getParameter(extension.UNMASKED_RENDERER_WEBGL);
  return typeof name === 'string' && name ? name : 'unnamed renderer';
}
