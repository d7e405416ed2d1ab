using System.Diagnostics.CodeAnalysis;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Isolation;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>Makes handlers of all kinds.</summary>
public interface IHandlerFactory
{
    /// <summary>True when handlers of a kind can be made now, given the right options.</summary>
    bool Knows(string kind);

    /// <summary>True when handlers of a kind hand events on at their topic, see <see cref="HandlerKind.IsForwarding"/>.</summary>
    bool Forwards(string kind);

    /// <summary>Makes a handler of a kind from its options, a JSON object or null. Otherwise the refusal says what is wrong with them.</summary>
    bool TryCreate(
        string kind,
        string? optionsJson,
        HandlerContext context,
        [NotNullWhen(true)] out IAlertHandler? handler,
        [NotNullWhen(false)] out Refusal? refusal);

    /// <summary>The same for a handler whose definition says where its calls run.</summary>
    bool TryCreate(
        string kind,
        string? optionsJson,
        HandlerIsolation isolation,
        HandlerContext context,
        [NotNullWhen(true)] out IAlertHandler? handler,
        [NotNullWhen(false)] out Refusal? refusal) => TryCreate(kind, optionsJson, context, out handler, out refusal);

    /// <summary>The foreign code, as it is now, that a handler's calls would run in this process; null when they would run none.</summary>
    ForeignCode? CodeOf(string kind, string? optionsJson) => null;

    /// <summary>Whom the handlers of a kind tell.</summary>
    HandlerSystem SystemOf(string kind);
}
