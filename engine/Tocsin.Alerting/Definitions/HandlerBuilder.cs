using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
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
/// <param name="kinds">The kinds in force.</param>
internal sealed class HandlerBuilder(
    IDeliveryRecords store, Func<HandlerKinds> kinds, HandlerServices services, Topics topics, Outbox outbox, CrashGuard guard, HandlerContext context, ILogger log)
{
    /// <summary>Makes a handler ready; calling <paramref name="start"/> gives it what is owed to it and its place at a topic.</summary>
    public bool TryBuild(HandlerSpec spec, [NotNullWhen(true)] out Func<Subscription>? start, [NotNullWhen(false)] out Refusal? refusal)
    {
        start = null;
        EventMatch? match = null;
        if (spec.Match.Length > 0 && !EventMatch.TryParse(spec.Match, out match, out var unread))
        {
            refusal = Refused("match", unread);
            return false;
        }

        var target = spec.Target.ToString();
        var delivery = HandlerDeliveryOptions.Read(spec.DeliveryJson, out var wrong);
        if (wrong is not null)
        {
            refusal = Refused("delivery", wrong);
            return false;
        }

        var own = context with { HandlerId = spec.Id, Log = text => AlertLog.HandlerSays(log, target, text) };
        IAlertHandler? handler;
        using (guard.BeginMaking(target, CodeOf(spec)))
        {
            if (!TryCreate(spec, services with { Isolate = delivery.Isolation }, own, out handler, out refusal))
                return false;
        }

        start = handler is IForwarder forwarder
            ? () => forwarder.Subscribe(new ForwarderPlace { Topic = spec.Topic, Target = target, Match = match, Topics = topics, Outbox = outbox, Store = store, Time = services.Time, Log = log })
            : () => new Subscription.Delivered(target, match, outbox.Attach(target, handler, delivery), kinds().SystemOf(spec.Kind));
        return true;
    }

    /// <summary>
    /// A place at its topic for a handler that cannot be made: what it takes is owed to it until it can be. It takes nothing when
    /// its match expression is not accepted any more.
    /// </summary>
    public Subscription Suspend(HandlerSpec spec, string reason)
    {
        var target = spec.Target.ToString();
        EventMatch? match = null;
        if (spec.Match.Length > 0 && !EventMatch.TryParse(spec.Match, out match, out _))
            EventMatch.TryParse("FALSE", out match, out _);
        return new Subscription.Delivered(target, match, outbox.Suspend(target, reason), kinds().SystemOf(spec.Kind));
    }

    /// <summary>Why a handler is left alone; null when it is not.</summary>
    public string? WhySuspended(HandlerSpec spec) =>
        Forwards(spec) ? null : guard.WhySuspended(spec.Target.ToString(), CodeOf(spec));

    /// <summary>Lets a handler be made that was left alone for what its definition before did.</summary>
    public void Forgive(HandlerSpec spec) => guard.Forgive(spec.Target.ToString());

    /// <summary>Lets a handler be made that was left alone; false when it was not.</summary>
    public bool Resume(HandlerSpec spec) => guard.Resume(spec.Target.ToString(), CodeOf(spec));

    /// <summary>True for handlers that hand events on at their topic: nothing is owed to them that they could not take.</summary>
    public bool Forwards(HandlerSpec spec) => kinds().TryFind(spec.Kind, out var kind) && kind.IsForwarding;

    /// <summary>Where a handler hands events on to.</summary>
    public TopicWay WayOf(HandlerSpec spec) =>
        ConfigJson.TryParse(spec.OptionsJson, out var options, out _) ? TopicWay.Of(spec, options, kinds(), services.Environment) : new TopicWay(spec.Target, []);

    /// <summary>True when a handler of this kind cannot be made because no plugin brings the kind.</summary>
    public bool LacksKind(HandlerSpec spec) => !kinds().Knows(spec.Kind);

    private static Refusal Refused(string key, string message) => Refusal.Of(RefusalKind.Failed, [new ConfigProblem(message) { Option = key }]);

    private bool TryCreate(
        HandlerSpec spec, HandlerServices own, HandlerContext context, [NotNullWhen(true)] out IAlertHandler? handler, [NotNullWhen(false)] out Refusal? refusal)
    {
        handler = null;
        if (!ConfigJson.TryParse(spec.OptionsJson, out var options, out var error))
        {
            refusal = new Refusal(RefusalKind.Failed, $"the options of handler kind '{spec.Kind}' are not JSON: {error}");
            return false;
        }

        var filled = FilledOptions.Of(options, services.Environment);
        if (filled.Problems.Count > 0)
        {
            refusal = Refusal.Of(RefusalKind.Failed, filled.Problems, $"handler kind '{spec.Kind}': ");
            return false;
        }

        return kinds().TryCreate(spec.Kind, filled.Options, own with { SecretValues = filled.SecretValues }, context, out handler, out refusal);
    }

    // Nothing is made of options that are not JSON.
    private ForeignCode? CodeOf(HandlerSpec spec) => ConfigJson.TryParse(spec.OptionsJson, out var options, out _) ? kinds().CodeOf(spec.Kind, options) : null;
}
