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

    /// <summary>
    /// Writes an event as the standard JSON that <c>post</c>, <c>log</c>, <c>tcp</c> and <c>exec</c> send, UTF-8 with a line feed at its end. The
    /// server supplies it.
    /// </summary>
    public Func<AlertEvent, ReadOnlyMemory<byte>> EventJson { get; init; } =
        static _ => throw new InvalidOperationException("this context was not made by a server: set EventJson to have events written");

    /// <summary>Takes a line for the server's log, already with the handler's name; for things that no delivery result says.</summary>
    public Action<string> Log { get; init; } = static _ => { };
}
