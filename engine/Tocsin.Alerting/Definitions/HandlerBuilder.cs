using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Aggregation;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Matching;
using Tocsin.Alerting.Storage;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Definitions;

/// <summary>Makes handlers of their definitions. All that can be wrong with one is found before anything else notices it.</summary>
internal sealed class HandlerBuilder(
    IStateStore store, IHandlerFactory factory, Topics topics, Outbox outbox, CrashGuard guard, HandlerContext context, TimeProvider time, ILogger log)
{
    /// <summary>Publishes events to other topics.</summary>
    public const string PublishKind = "publish";

    /// <summary>Publishes one event in the place of all of an interval.</summary>
    public const string AggregateKind = "aggregate";

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
        switch (spec.Kind)
        {
            case PublishKind:
                return TryPublish(spec, target, match, out start, out error);
            case AggregateKind:
                return TryAggregate(spec, target, match, out start, out error);
        }

        var delivery = HandlerDeliveryOptions.Read(spec.DeliveryJson, out error);
        if (error is not null)
            return false;
        var own = context with { HandlerId = spec.Id, Log = text => AlertLog.HandlerSays(log, target, text) };
        using (guard.BeginMaking(target, CodeOf(spec)))
        {
            if (!factory.TryCreate(spec.Kind, spec.OptionsJson, delivery.Isolation, own, out var handler, out error))
                return false;
            start = () => new Subscription.Delivered(target, match, outbox.Attach(target, handler, delivery), factory.SystemOf(spec.Kind));
        }


        return true;
    }

    /// <summary>
    /// A place at its topic for a handler that cannot be made: what it takes is owed to it until it can be. It takes nothing when
    /// its match expression is not accepted any more.
    /// </summary>
    public Subscription Suspend(HandlerSpec spec, string reason)
    {
        var target = TargetOf(spec.Topic, spec.Id);
        EventMatch? match = null;
        if (spec.Match.Length > 0 && !EventMatch.TryParse(spec.Match, out match, out _))
            EventMatch.TryParse("FALSE", out match, out _);
        return new Subscription.Delivered(target, match, outbox.Suspend(target, reason), factory.SystemOf(spec.Kind));
    }

    /// <summary>Why a handler is left alone; null when it is not.</summary>
    public string? WhySuspended(HandlerSpec spec) =>
        IsOfKind(spec) ? guard.WhySuspended(TargetOf(spec.Topic, spec.Id), CodeOf(spec)) : null;

    /// <summary>Lets a handler be made that was left alone for what its definition before did.</summary>
    public void Forgive(HandlerSpec spec) => guard.Forgive(TargetOf(spec.Topic, spec.Id));

    /// <summary>Lets a handler be made that was left alone; false when it was not.</summary>
    public bool Resume(HandlerSpec spec) => guard.Resume(TargetOf(spec.Topic, spec.Id), CodeOf(spec));

    private ForeignCode? CodeOf(HandlerSpec spec) => factory.CodeOf(spec.Kind, spec.OptionsJson);

    /// <summary>True for handlers that are made by a kind, which a plugin may bring; the engine itself does what the others do.</summary>
    public static bool IsOfKind(HandlerSpec spec) => spec.Kind is not (PublishKind or AggregateKind);

    /// <summary>True when a handler of this kind cannot be made because nobody brings the kind.</summary>
    public bool LacksKind(HandlerSpec spec) => IsOfKind(spec) && !factory.Knows(spec.Kind);

    /// <summary>What is wrong with the options of a handler that the engine itself carries out; null when nothing is.</summary>
    public static string? ErrorInOwn(HandlerSpec spec) => spec.Kind == AggregateKind
        ? AggregateOptions.TryRead(spec.OptionsJson, out _, out var error) ? null : error
        : TryReadTopics(spec, out _, out error) ? null : error;

    private bool TryAggregate(
        HandlerSpec spec, string target, EventMatch? match, [NotNullWhen(true)] out Func<Subscription>? start, [NotNullWhen(false)] out string? error)
    {
        start = null;
        if (!AggregateOptions.TryRead(spec.OptionsJson, out var options, out error))
            return false;
        start = () => new Subscription.Delivered(
            target,
            match,
            outbox.Attach(target, owed => new Aggregator(spec.Topic, owed, options, store, topics, time, log), aggregator => aggregator.Use(options)),
            new HandlerSystem(AggregateKind, TakesActivity: false));
        return true;
    }

    private static bool TryPublish(
        HandlerSpec spec, string target, EventMatch? match, [NotNullWhen(true)] out Func<Subscription>? start, [NotNullWhen(false)] out string? error)
    {
        start = null;
        if (!TryReadTopics(spec, out var published, out error))
            return false;
        start = () => new Subscription.Published(target, match, published);
        return true;
    }

    private static bool TryReadTopics(HandlerSpec spec, [NotNullWhen(true)] out IReadOnlyList<string>? topics, [NotNullWhen(false)] out string? error)
    {
        topics = null;
        if (!HandlerOptions.TryRead(spec.Kind, spec.OptionsJson, ["topics"], out var options, out error))
            return false;
        topics = options.Texts("topics");
        error = options.Error ?? topics.Select(UnusableTopic).FirstOrDefault(problem => problem is not null);
        return error is null;
    }

    private static string? UnusableTopic(string topic) =>
        AddressableName.Problem(topic) is { } problem ? $"option \"topics\" of kind publish has a topic that cannot be used: {problem}" : null;
}
