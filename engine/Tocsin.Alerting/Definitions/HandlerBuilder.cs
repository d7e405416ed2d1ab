using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Matching;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Definitions;

/// <summary>Turns definitions of topics' handlers into orders, and gives what is made of them its place. All that can be wrong with one is found before anything else notices it.</summary>
internal sealed class HandlerBuilder(IDeliveryRecords store, HandlerMaker maker, Topics topics, Outbox outbox, ILogger log)
{
    /// <summary>What is to be made of a definition, with its variables filled in.</summary>
    public HandlerOrder OrderOf(HandlerSpec spec) => new(spec.Target, spec.Kind, Fill(spec))
    {
        Id = spec.Id,
        Log = text => AlertLog.HandlerSays(log, spec.Target.ToString(), text),
        Isolation = HandlerDeliveryOptions.Read(spec.DeliveryJson, out _).Isolation,
    };

    /// <summary>Makes a handler ready; calling <paramref name="start"/> gives it what is owed to it and its place at a topic.</summary>
    public bool TryBuild(HandlerSpec spec, HandlerOrder order, [NotNullWhen(true)] out Func<Subscription>? start, [NotNullWhen(false)] out Refusal? refusal)
    {
        start = null;
        EventMatch? match = null;
        if (spec.Match.Length > 0 && !EventMatch.TryParse(spec.Match, out match, out var unread))
        {
            refusal = Refused("match", unread);
            return false;
        }

        var delivery = HandlerDeliveryOptions.Read(spec.DeliveryJson, out var wrong);
        if (wrong is not null)
        {
            refusal = Refused("delivery", wrong);
            return false;
        }

        if (!maker.TryMake(order, out var handler, out refusal))
            return false;
        start = handler is IForwarder forwarder
            ? () => forwarder.Subscribe(new ForwarderPlace { Topic = spec.Topic, Target = spec.Target, Match = match, Topics = topics, Outbox = outbox, Store = store, Time = maker.Services.Time, Log = log })
            : () => new Subscription.Delivered(spec.Target, match, outbox.Attach(spec.Target, handler, delivery), maker.Kinds.SystemOf(spec.Kind)) { Pace = delivery.Pace };
        return true;
    }

    /// <summary>
    /// A place at its topic for a handler that cannot be made: what it takes is owed to it until it can be. It takes nothing when
    /// its match expression is not accepted any more.
    /// </summary>
    public Subscription Suspend(HandlerSpec spec, string reason)
    {
        EventMatch? match = null;
        if (spec.Match.Length > 0 && !EventMatch.TryParse(spec.Match, out match, out _))
            EventMatch.TryParse("FALSE", out match, out _);
        return new Subscription.Delivered(spec.Target, match, outbox.Suspend(spec.Target, reason), maker.Kinds.SystemOf(spec.Kind))
        {
            Pace = HandlerDeliveryOptions.Read(spec.DeliveryJson, out _).Pace,
        };
    }

    /// <summary>Why a handler is left alone; null when it is not.</summary>
    public string? WhySuspended(HandlerOrder order) => Forwards(order.Kind) ? null : maker.WhySuspended(order);

    /// <summary>Lets a handler be made that was left alone for what its definition before did.</summary>
    public void Forgive(HandlerTarget target) => maker.Forgive(target);

    /// <summary>Lets a handler be made that was left alone; false when it was not.</summary>
    public bool Resume(HandlerSpec spec) => maker.Resume(OrderOf(spec));

    /// <summary>True for kinds whose handlers hand events on at their topic: nothing is owed to them that they could not take.</summary>
    public bool Forwards(string kind) => maker.Kinds.TryFind(kind, out var found) && found.IsForwarding;

    /// <summary>Where a handler hands events on to.</summary>
    public TopicWay WayOf(HandlerSpec spec) =>
        ConfigJson.TryParse(spec.OptionsJson, out var options, out _) ? TopicWay.Of(spec, options, maker.Kinds, maker.Services.Environment) : new TopicWay(spec.Target, []);

    /// <summary>True when no handler of a kind can be made because no plugin brings it.</summary>
    public bool LacksKind(string kind) => !maker.Kinds.Knows(kind);

    private static Refusal Refused(string key, string message) => Refusal.Of(RefusalKind.Failed, [new ConfigProblem(message) { Option = key }]);

    private FilledOptions Fill(HandlerSpec spec) => ConfigJson.TryParse(spec.OptionsJson, out var options, out var error)
        ? FilledOptions.Of(options, maker.Services.Environment)
        : FilledOptions.AsWritten(ConfigMap.Empty) with { Problems = [new ConfigProblem($"the options are not JSON: {error}")] };
}
