import { type IMetric, Metric, type MetricProps } from 'aws-cdk-lib/aws-cloudwatch';

/**
 * What CloudWatch Logs counts of a log group's subscription filter. A log group's name may have 512 characters, a dimension's
 * value 1,024 (CloudWatch, API_Dimension); CDK's Metric refuses it over 255, so the name is put in afterwards.
 */
export function logGroupMetric(
  logGroup: string,
  filterName: string,
  props: Omit<MetricProps, 'namespace' | 'dimensionsMap'>,
): IMetric {
  const dimensionsMap = { DestinationType: 'Lambda', FilterName: filterName };
  const metric = new Metric({ ...props, namespace: 'AWS/Logs', dimensionsMap });
  return {
    toMetricConfig: () => {
      const { metricStat, ...config } = metric.toMetricConfig();
      if (!metricStat) throw new Error('a metric of CloudWatch Logs is no expression');
      const dimensions = [{ name: 'LogGroupName', value: logGroup }, ...(metricStat.dimensions ?? [])];
      return { ...config, metricStat: { ...metricStat, dimensions } };
    },
  };
}
