using System.Diagnostics.CodeAnalysis;
using Tocsin.Sdk;

namespace Tocsin.Engine.Alerts;

/// <summary>Makes handlers of all kinds but those of the engine itself.</summary>
public interface IHandlerFactory
{
    /// <summary>True when handlers of a kind can be made now, given the right options.</summary>
    bool Knows(string kind);

    /// <summary>Makes a handler of a kind from its options, a JSON object or null. Otherwise the error says what is wrong with them.</summary>
    bool TryCreate(
        string kind,
        string? optionsJson,
        HandlerContext context,
        [NotNullWhen(true)] out IAlertHandler? handler,
        [NotNullWhen(false)] out string? error);

    /// <summary>Whom the handlers of a kind tell.</summary>
    HandlerSystem SystemOf(string kind);
}
