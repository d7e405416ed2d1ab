using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Tocsin.Engine.Deliveries;
using Tocsin.Sdk;

namespace Tocsin.Engine.Alerts;

/// <summary>Makes handlers of their definitions. All that can be wrong with one is found before anything else notices it.</summary>
internal sealed class HandlerBuilder(IHandlerFactory factory, Outbox outbox, HandlerContext context, ILogger log)
{
    /// <summary>The target's name of a handler.</summary>
    public static string TargetOf(string topic, string id) => topic + "/" + id;

    /// <summary>Makes a handler ready; calling <paramref name="start"/> gives it what is owed to it and its place at a topic.</summary>
    public bool TryBuild(HandlerSpec spec, [NotNullWhen(true)] out Func<Subscription>? start, [NotNullWhen(false)] out string? error)
    {
        start = null;
        EventMatch? match = null;
        if (spec.Match.Length > 0 && !EventMatch.TryParse(spec.Match, out match, out error))
            return false;

        var target = TargetOf(spec.Topic, spec.Id);
        if (spec.Kind == "publish")
            return TryPublish(spec, target, match, out start, out error);

        var own = context with { HandlerId = spec.Id, Log = text => AlertLog.HandlerSays(log, target, text) };
        if (!factory.TryCreate(spec.Kind, spec.OptionsJson, own, out var handler, out error))
            return false;

        start = () => new Subscription.Delivered(target, match, outbox.Attach(target, handler));
        return true;
    }

    private static bool TryPublish(
        HandlerSpec spec, string target, EventMatch? match, out Func<Subscription>? start, [NotNullWhen(false)] out string? error)
    {
        start = null;
        if (!HandlerOptions.TryRead(spec.Kind, spec.OptionsJson, ["topics"], out var options, out error))
            return false;
        var topics = options.Texts("topics");
        error = options.Error;
        start = () => new Subscription.Published(target, match, topics);
        return error is null;
    }
}
