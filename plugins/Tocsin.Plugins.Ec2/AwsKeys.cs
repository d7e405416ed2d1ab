namespace Tocsin.Plugins.Ec2;

/// <summary>The keys that requests are signed with.</summary>
internal sealed record AwsKeys(string Access, string Secret, string Token)
{
    /// <summary>Those of the configuration, or of the server's variables.</summary>
    public static AwsKeys Of(Ec2Settings settings)
    {
        if (settings.AccessKey.Length > 0)
            return new AwsKeys(settings.AccessKey, settings.SecretKey, settings.SessionToken);
        return (Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID"), Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY")) is ({ Length: > 0 } access, { Length: > 0 } secret)
            ? new AwsKeys(access, secret, Environment.GetEnvironmentVariable("AWS_SESSION_TOKEN") ?? "")
            : throw new InvalidOperationException("there are no keys: set access-key and secret-key, or the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of the server");
    }
}
