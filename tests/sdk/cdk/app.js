// A small app: a trail, a bucket, a key and a function.
const { App, CfnOutput, RemovalPolicy, Stack } = require("aws-cdk-lib");
const cloudtrail = require("aws-cdk-lib/aws-cloudtrail");
const kms = require("aws-cdk-lib/aws-kms");
const lambda = require("aws-cdk-lib/aws-lambda");
const s3 = require("aws-cdk-lib/aws-s3");

const stack = new Stack(new App(), "Small", { env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION } });
const encryptionKey = new kms.Key(stack, "Key", { enableKeyRotation: true, removalPolicy: RemovalPolicy.DESTROY });
const bucket = new s3.Bucket(stack, "Bucket", { encryptionKey, enforceSSL: true, versioned: true, removalPolicy: RemovalPolicy.DESTROY });
new cloudtrail.Trail(stack, "Trail", { sendToCloudWatchLogs: true });
const reader = new lambda.Function(stack, "Function", {
  runtime: lambda.Runtime.PYTHON_3_13,
  handler: "index.handler",
  code: lambda.Code.fromAsset(`${__dirname}/function`),
  environment: { BUCKET: bucket.bucketName },
});
bucket.grantRead(reader);
new CfnOutput(stack, "Name", { value: reader.functionName });
new CfnOutput(stack, "BucketName", { value: bucket.bucketName });
