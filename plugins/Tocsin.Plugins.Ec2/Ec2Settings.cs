using Tocsin.Sdk;

namespace Tocsin.Plugins.Ec2;

/// <summary>One account and region that <c>|ec2Autoscale()</c> scales in.</summary>
[ServiceSettings("ec2", ListKey = "id", ChosenBy = "cluster")]
internal sealed record Ec2Settings : ICheckedOptions
{
    /// <summary>Switches it on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>How nodes name it when there are several.</summary>
    public string Id { get; init; } = "";

    /// <summary>The region, such as <c>eu-central-1</c>.</summary>
    public string Region { get; init; } = "";

    /// <summary>The access key. Empty, the default: the variable <c>AWS_ACCESS_KEY_ID</c> of the server.</summary>
    public string AccessKey { get; init; } = "";

    /// <summary>The secret key. Empty, the default: the variable <c>AWS_SECRET_ACCESS_KEY</c> of the server.</summary>
    [Secret]
    public string SecretKey { get; init; } = "";

    /// <summary>The token of temporary keys. Empty, the default, for none; with keys of variables <c>AWS_SESSION_TOKEN</c>.</summary>
    [Secret]
    public string SessionToken { get; init; } = "";

    /// <summary>The address of the service. Empty, the default: that of the region.</summary>
    [AddressSchemes("http", "https")]
    public string Url { get; init; } = "";

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Region.Length == 0)
            yield return new OptionProblem("region", "EC2 is enabled but has no region, such as eu-central-1");
        if ((AccessKey.Length > 0) != (SecretKey.Length > 0))
            yield return new OptionProblem(AccessKey.Length > 0 ? "secret-key" : "access-key", "access-key and secret-key belong together");
    }
}
