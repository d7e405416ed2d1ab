namespace Tocsin.Benchmarks.HandWritten;

/// <summary>A host as a program made for one script would know it, with the state of each of its checks.</summary>
internal sealed class HandSeries(string measurement, string host)
{
    public string Measurement { get; } = measurement;

    public string Host { get; } = host;

    public bool IsCritical { get; set; }
}
