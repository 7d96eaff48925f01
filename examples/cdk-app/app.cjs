// Fail2edge in a CDK app of your own: the banned are kept from this network and from this load balancer.
// In your app the last line of the requires is: const { Fail2edge } = require('fail2edge/lib/infra');
const path = require('node:path');
const { App, Duration, Stack } = require('aws-cdk-lib');
const { Vpc } = require('aws-cdk-lib/aws-ec2');
const { ApplicationLoadBalancer } = require('aws-cdk-lib/aws-elasticloadbalancingv2');
const { EmailSubscription } = require('aws-cdk-lib/aws-sns-subscriptions');
const { Fail2edge } = require('../../lib/infra');

const stack = new Stack(new App(), 'Shop');
const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
const shop = new ApplicationLoadBalancer(stack, 'Shop', { vpc, internetFacing: true });

const fail2edge = new Fail2edge(stack, 'Fail2edge', {
  configuration: path.join(__dirname, '../etc/fail2ban'),
  vpcs: [vpc],
  loadBalancers: [shop],
  protect: ['198.51.100.0/24'],
  digest: Duration.minutes(5),
});
fail2edge.topic.addSubscription(new EmailSubscription('operations@example.com'));
