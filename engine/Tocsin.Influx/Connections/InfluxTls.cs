namespace Tocsin.Influx.Connections;

/// <summary>How a server is trusted, and how this one shows who it is.</summary>
public sealed record InfluxTls
{
    /// <summary>A PEM file with the certificates of the authorities to trust; empty for those of the system.</summary>
    public string CaFile { get; init; } = "";

    /// <summary>A PEM file with the certificate to show; empty for none.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>The PEM file with its key; empty when it stands in <see cref="CertificateFile"/> too.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>True takes any certificate.</summary>
    public bool TakesAnyCertificate { get; init; }
}
