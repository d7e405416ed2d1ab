using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Matching;
using Tocsin.Alerting.Storage;

namespace Tocsin.Alerting.Definitions;

/// <summary>The handlers that people define for topics. Kept over restarts. Safe for any thread; changes are made one after the other.</summary>
public sealed class HandlerSpecs
{
    private readonly object _gate = new();
    private readonly SemaphoreSlim _changing = new(1);
    private readonly IStateStore _store;
    private readonly Topics _topics;
    private readonly Outbox _outbox;
    private readonly HandlerBuilder _builder;
    private readonly ILogger _log;
    private readonly SortedDictionary<(string Topic, string Id), HandlerSpec> _specs = new(SpecOrder.Instance);
    private readonly Dictionary<(string Topic, string Id), string> _broken = [];
    private readonly HashSet<(string Topic, string Id)> _suspended = [];

    internal HandlerSpecs(IStateStore store, Topics topics, Outbox outbox, HandlerBuilder builder, ILogger log)
    {
        _store = store;
        _topics = topics;
        _outbox = outbox;
        _builder = builder;
        _log = log;
    }

    /// <summary>Handlers that could not be made when the server started, and why. They stay listed until they are replaced or deleted.</summary>
    public IReadOnlyList<(HandlerSpec Spec, string Error)> Broken
    {
        get
        {
            lock (_gate)
                return [.. _broken.Select(entry => (_specs[entry.Key], entry.Value))];
        }
    }

    /// <summary>All handlers, by topic and id.</summary>
    public IReadOnlyList<HandlerSpec> All
    {
        get
        {
            lock (_gate)
                return [.. _specs.Values];
        }
    }

    /// <summary>The handlers of a topic by id whose ids match a pattern of <see cref="GoGlob"/>; an empty pattern takes all.</summary>
    public IReadOnlyList<HandlerSpec> List(string topic, string pattern = "")
    {
        lock (_gate)
        {
            return
            [
                .. _specs.Values.Where(spec => spec.Topic == topic
                    && (pattern.Length == 0 || (GoGlob.TryMatch(pattern, spec.Id, out var isMatch) && isMatch))),
            ];
        }
    }

    /// <summary>One handler, or null.</summary>
    public HandlerSpec? Find(string topic, string id)
    {
        lock (_gate)
            return _specs.GetValueOrDefault((topic, id));
    }

    /// <summary>Adds a handler. Null when it is there and kept, otherwise why not.</summary>
    public Task<Refusal?> CreateAsync(HandlerSpec spec) => ChangeAsync(null, spec);

    /// <summary>
    /// Puts a handler, perhaps with another id, in the place of one. What is owed to a healthy one is delivered first; what is owed to a
    /// failing one goes to the new one when the id stays.
    /// </summary>
    public Task<Refusal?> ReplaceAsync(string topic, string id, HandlerSpec spec) => ChangeAsync((topic, id), spec);

    /// <summary>Deletes a handler; does nothing when it is gone already.</summary>
    public async Task DeleteAsync(string topic, string id)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Find(topic, id) is null)
                return;
            await _store.CommitAsync(writer => writer.DeleteHandler(topic, id)).ConfigureAwait(false);
            Forget(topic, id);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>
    /// Makes the handlers of some kinds anew, such as after a plugin was exchanged. What is owed goes to the new ones. Those that cannot
    /// be made any more keep the handler they have, or none when nobody brings their kind, and are logged and listed.
    /// </summary>
    public Task RebuildAsync(IReadOnlySet<string> kinds) => RebuildAsync(spec => kinds.Contains(spec.Kind));

    /// <summary>The same for the handlers that a condition holds for.</summary>
    /// <returns>These handlers.</returns>
    public async Task<IReadOnlyList<HandlerSpec>> RebuildAsync(Func<HandlerSpec, bool> isConcerned)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            HandlerSpec[] specs;
            lock (_gate)
                specs = [.. _specs.Values.Where(isConcerned)];
            foreach (var spec in specs)
                Make(spec, isFirst: false);
            return specs;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Makes the handlers that were left alone and are not any more.</summary>
    internal async Task ReconsiderSuspendedAsync()
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            HandlerSpec[] specs;
            lock (_gate)
                specs = [.. _suspended.Select(_specs.GetValueOrDefault).OfType<HandlerSpec>()];
            foreach (var spec in specs.Where(spec => _builder.WhySuspended(spec) is null))
                Make(spec, isFirst: true);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Lets a handler be made that was left alone; false when there is none of that target.</summary>
    internal bool Resume(string target)
    {
        HandlerSpec? spec;
        lock (_gate)
            spec = _suspended.Select(_specs.GetValueOrDefault).FirstOrDefault(spec => spec is not null && HandlerBuilder.TargetOf(spec.Topic, spec.Id) == target);
        return spec is not null && _builder.Resume(spec);
    }

    /// <summary>Makes the handlers that storage holds. Those that cannot be made are logged and listed.</summary>
    internal void Load()
    {
        foreach (var spec in _store.LoadHandlers())
        {
            lock (_gate)
                _specs[(spec.Topic, spec.Id)] = spec;
            Make(spec, isFirst: true);
        }
    }

    /// <summary>Moves the handlers of topics whose names begin with a text to topics with new names.</summary>
    /// <returns>What is to be committed; null when nothing is.</returns>
    internal Action<IStateWriter>? Rename(string oldPrefix, string newPrefix)
    {
        Action<IStateWriter>? save = null;
        lock (_gate)
        {
            foreach (var spec in _specs.Values.Where(spec => spec.Topic.StartsWith(oldPrefix, StringComparison.Ordinal)).ToArray())
            {
                _specs.Remove((spec.Topic, spec.Id));
                var renamed = spec with { Topic = newPrefix + spec.Topic[oldPrefix.Length..] };
                _specs[(renamed.Topic, renamed.Id)] = renamed;
                if (_broken.Remove((spec.Topic, spec.Id), out var error))
                    _broken[(renamed.Topic, renamed.Id)] = error;
                save += writer =>
                {
                    writer.DeleteHandler(spec.Topic, spec.Id);
                    writer.SaveHandler(renamed);
                };
            }
        }

        return save;
    }

    /// <param name="isFirst">True when there is none yet that it could keep.</param>
    private void Make(HandlerSpec spec, bool isFirst)
    {
        if (_builder.WhySuspended(spec) is { } why)
        {
            lock (_gate)
            {
                _suspended.Add((spec.Topic, spec.Id));
                _broken.Remove((spec.Topic, spec.Id));
            }

            _topics.Attach(spec.Topic, _builder.Suspend(spec, why));
            return;
        }

        lock (_gate)
            _suspended.Remove((spec.Topic, spec.Id));
        if (_builder.TryBuild(spec, out var start, out var refusal))
        {
            lock (_gate)
                _broken.Remove((spec.Topic, spec.Id));
            _topics.Attach(spec.Topic, start());
            return;
        }

        var lacksKind = _builder.LacksKind(spec);
        var error = lacksKind ? HandlerKinds.WhyGone(spec.Kind) : refusal.Message;
        lock (_gate)
            _broken[(spec.Topic, spec.Id)] = error;
        if (lacksKind || (isFirst && !_builder.Forwards(spec)))
            _topics.Attach(spec.Topic, _builder.Suspend(spec, error));
        AlertLog.HandlerNotLoaded(_log, spec.Topic, spec.Id, error);
    }

    private async Task<Refusal?> ChangeAsync((string Topic, string Id)? old, HandlerSpec spec)
    {
        ConfigProblem[] broken = [.. HandlerRules.Check(spec, _builder.Forwards(spec))];
        if (broken.Length > 0)
            return Refusal.Of(RefusalKind.Invalid, broken, "invalid handler spec: ");

        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            var what = old is null ? "failed to create handler" : "failed to update handler";
            if (old is { } unknown && Find(unknown.Topic, unknown.Id) is null)
                return new Refusal(RefusalKind.NotFound, $"unknown handler: \"{unknown.Id}\"");
            if (old is { } moving && moving.Topic != spec.Topic)
                return new Refusal(RefusalKind.Failed, $"{what}: cannot change topic in update");
            if (old != (spec.Topic, spec.Id) && Find(spec.Topic, spec.Id) is not null)
                return new Refusal(RefusalKind.Failed, $"{what}: cannot register handler, handler with ID \"{spec.Id}\" already exists");

            // Whoever defines it anew wants it tried again.
            _builder.Forgive(spec);
            if (_builder.WhySuspended(spec) is { } why)
            {
                await PutAsync(old, spec, () => _builder.Suspend(spec, why)).ConfigureAwait(false);
                lock (_gate)
                    _suspended.Add((spec.Topic, spec.Id));
                return null;
            }

            if (!_builder.TryBuild(spec, out var start, out var refusal))
                return refusal.When($"{what}: ");

            await PutAsync(old, spec, start).ConfigureAwait(false);
            return null;
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task PutAsync((string Topic, string Id)? old, HandlerSpec spec, Func<Subscription> start)
    {
        if (old is { } replaced)
            await _outbox.DrainAsync(HandlerBuilder.TargetOf(replaced.Topic, replaced.Id)).ConfigureAwait(false);

        await _store.CommitAsync(writer =>
        {
            if (old is { } gone)
                writer.DeleteHandler(gone.Topic, gone.Id);
            writer.SaveHandler(spec);
        }).ConfigureAwait(false);

        if (old is { } other && other.Id != spec.Id)
            Forget(other.Topic, other.Id);
        lock (_gate)
        {
            _specs[(spec.Topic, spec.Id)] = spec;
            _broken.Remove((spec.Topic, spec.Id));
            _suspended.Remove((spec.Topic, spec.Id));
        }

        var subscription = start();
        _topics.Attach(spec.Topic, subscription);
        if (subscription is Subscription.Published)
            _outbox.Detach(HandlerBuilder.TargetOf(spec.Topic, spec.Id)); // What it was before has no successor.
    }

    private void Forget(string topic, string id)
    {
        var target = HandlerBuilder.TargetOf(topic, id);
        _topics.Detach(topic, target);
        _outbox.Detach(target);
        lock (_gate)
        {
            _specs.Remove((topic, id));
            _broken.Remove((topic, id));
            _suspended.Remove((topic, id));
        }
    }

    private sealed class SpecOrder : IComparer<(string Topic, string Id)>
    {
        public static readonly SpecOrder Instance = new();

        public int Compare((string Topic, string Id) left, (string Topic, string Id) right)
        {
            var byTopic = string.CompareOrdinal(left.Topic, right.Topic);
            return byTopic != 0 ? byTopic : string.CompareOrdinal(left.Id, right.Id);
        }
    }
}
