export const whyNoSandbox = (stderr: string): string => stderr.trim();
