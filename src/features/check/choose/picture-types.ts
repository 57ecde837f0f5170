/**
 * What a file field asks for. Named one by one: with image/* a phone offers formats that not
 * every browser opens.
 */
export const pictureTypes = 'image/jpeg,image/png,image/webp';
