// Lets plain Node run the sources: they import './x.js' where the file is './x.ts'.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    const isPackage = context.parentURL?.includes('/node_modules/') ?? false;
    const isOurs = !isPackage && specifier.startsWith('.') && specifier.endsWith('.js');
    return next(isOurs ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
});
