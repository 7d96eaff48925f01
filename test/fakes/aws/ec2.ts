import { EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';

/** The real EC2 client with its network cut off; the fakes of each resource answer their own commands. */
export function fakeEc2() {
  const client = new EC2Client({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'fake', secretAccessKey: 'fake' },
  });
  return { client, mock: mockClient(client) };
}
