using Tocsin.Sdk.Commands;

namespace Tocsin.Engine.Commands;

/// <summary>What a command is made with besides its options.</summary>
public sealed record CommandParts
{
    public CommandContext Context { get; init; } = new();

    /// <summary>The way to the server; null for commands that do not ask for it.</summary>
    public ServerClient? Server { get; init; }

    /// <summary>The client for other systems.</summary>
    public required HttpClient Http { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Answers environment variables; null when one is not set.</summary>
    public required Func<string, string?> Environment { get; init; }
}
