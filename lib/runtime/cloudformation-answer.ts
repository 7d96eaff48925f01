import type { Answer } from './custom-resource';

/** CloudFormation's answer goes to a presigned URL; it takes no content type. */
export const answerCloudFormation: Answer = async (url, body) => {
  const response = await fetch(url, { method: 'PUT', body, headers: { 'content-type': '' } });
  if (!response.ok) throw new Error(`CloudFormation did not take the answer: HTTP ${response.status}`);
};
