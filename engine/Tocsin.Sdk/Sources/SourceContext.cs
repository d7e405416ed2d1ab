namespace Tocsin.Sdk.Sources;

/// <summary>What a source may know of the server and of its own place in it.</summary>
public sealed record SourceContext
{
    /// <summary>The product's name; what handlers send as the name of the sender.</summary>
    public string Product { get; init; } = "tocsin";

    /// <summary>The source's id.</summary>
    public string SourceId { get; init; } = "";

    /// <summary>The address of the server as others reach it, without a path and a trailing slash.</summary>
    public Uri ServerUrl { get; init; } = new("http://localhost:9092");

    /// <summary>Takes a line for the server's log, already with the source's name.</summary>
    public Action<string> Log { get; init; } = static _ => { };
}
