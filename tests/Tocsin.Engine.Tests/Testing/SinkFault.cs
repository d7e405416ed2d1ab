namespace Tocsin.Engine.Tests.Testing;

/// <summary>What a <see cref="ScriptedSink"/> does with a request.</summary>
internal enum SinkFault
{
    /// <summary>Takes the event: 200.</summary>
    None,

    /// <summary>Refuses connections.</summary>
    Down,

    /// <summary>Takes the request and never answers.</summary>
    Silent,

    /// <summary>Resets the connection in the middle of the request's body.</summary>
    ResetInRequest,

    /// <summary>Resets the connection in the middle of the answer's head.</summary>
    ResetInAnswer,

    /// <summary>Asks to be left alone for an hour: 429 with Retry-After.</summary>
    Throttling,

    /// <summary>Answers something that is not HTTP.</summary>
    Garbage,

    /// <summary>Answers 500.</summary>
    ServerError,
}
