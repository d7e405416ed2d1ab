namespace Tocsin.Sdk;

/// <summary>What a handler may know of the server and of its own place in it.</summary>
public sealed record HandlerContext
{
    /// <summary>The product's name, for payloads that say who sent them.</summary>
    public string Product { get; init; } = "tocsin";

    /// <summary>The host name the server was configured with.</summary>
    public string Hostname { get; init; } = "localhost";

    /// <summary>The address of the server's HTTP API as others reach it, without a trailing slash.</summary>
    public Uri ServerUrl { get; init; } = new("http://localhost:9092/kapacitor/v1");

    /// <summary>The handler's id, or the task and node that own it.</summary>
    public string HandlerId { get; init; } = "";

    /// <summary>Takes a line for the server's log, already with the handler's name; for things that no delivery result says.</summary>
    public Action<string> Log { get; init; } = static _ => { };
}
