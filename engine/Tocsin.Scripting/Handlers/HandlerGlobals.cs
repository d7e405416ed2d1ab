using System.Collections.Concurrent;
using Tocsin.Sdk;

namespace Tocsin.Scripting.Handlers;

/// <summary>
/// What the script of a handler sees as its own members. It ends with <c>return</c> of a <see cref="Delivery"/>, or without one when the
/// event was taken; an exception means that the event is to be tried again.
/// </summary>
public sealed class HandlerGlobals
{
    private readonly Action<string> _log;

    internal HandlerGlobals(AlertEvent alert, Action<string> log)
    {
        Alert = alert;
        _log = log;
    }

    /// <summary>The event to deliver.</summary>
    public AlertEvent Alert { get; }

    /// <summary>A client for requests, made for this call: what is set on it, headers perhaps, holds for the call only. Its connections are kept.</summary>
    public required HttpClient Http { get; init; }

    /// <summary>Ends when the attempt has taken too long, or the server stops. Give it to whatever takes one.</summary>
    public required CancellationToken Cancellation { get; init; }

    /// <summary>The handler's <c>options</c>, with variables filled in.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>
    /// Lasts from call to call, for this handler only: until the server stops or the handler is defined anew; a changed script finds what
    /// the one before left. Calls for different alert ids use it at once.
    /// </summary>
    public required ConcurrentDictionary<string, object?> State { get; init; }

    /// <summary>Writes a line to the server's log, with the handler's name.</summary>
    public void Log(string line) => _log(line);
}
