using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Matching;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Definitions;

/// <summary>The handlers that people define for topics. Kept over restarts. Safe for any thread; changes are made one after the other.</summary>
public sealed class HandlerSpecs
{
    private static readonly Comparer<HandlerTarget> ByTopicAndId = Comparer<HandlerTarget>.Create(static (left, right) =>
    {
        var byTopic = string.CompareOrdinal(left.Topic, right.Topic);
        return byTopic != 0 ? byTopic : string.CompareOrdinal(left.Handler, right.Handler);
    });

    private readonly object _gate = new();
    private readonly SemaphoreSlim _changing = new(1);
    private readonly IHandlerRecords _store;
    private readonly Topics _topics;
    private readonly Outbox _outbox;
    private readonly HandlerBuilder _builder;
    private readonly ILogger _log;
    private readonly SortedDictionary<HandlerTarget, DefinedHandler> _handlers = new(ByTopicAndId);

    internal HandlerSpecs(IHandlerRecords store, Topics topics, Outbox outbox, HandlerBuilder builder, ILogger log)
    {
        _store = store;
        _topics = topics;
        _outbox = outbox;
        _builder = builder;
        _log = log;
    }

    private IEnumerable<HandlerSpec> Specs => _handlers.Values.Select(static handler => handler.Spec);

    /// <summary>Handlers that could not be made when the server started, and why. They stay listed until they are replaced or deleted.</summary>
    public IReadOnlyList<(HandlerSpec Spec, string Error)> Broken
    {
        get
        {
            lock (_gate)
                return [.. from handler in _handlers.Values where handler.Error is not null select (handler.Spec, handler.Error)];
        }
    }

    /// <summary>All handlers, by topic and id.</summary>
    public IReadOnlyList<HandlerSpec> All
    {
        get
        {
            lock (_gate)
                return [.. Specs];
        }
    }

    /// <summary>The handlers of a topic by id whose ids match a pattern of <see cref="GoGlob"/>; an empty pattern takes all.</summary>
    public IReadOnlyList<HandlerSpec> List(string topic, string pattern = "")
    {
        lock (_gate)
        {
            return
            [
                .. Specs.Where(spec => spec.Topic == topic
                    && (pattern.Length == 0 || (GoGlob.TryMatch(pattern, spec.Id, out var isMatch) && isMatch))),
            ];
        }
    }

    /// <summary>One handler, or null.</summary>
    public HandlerSpec? Find(string topic, string id)
    {
        lock (_gate)
            return _handlers.GetValueOrDefault(new HandlerTarget(topic, id))?.Spec;
    }

    /// <summary>Adds a handler. Null when it is there and kept, otherwise why not.</summary>
    /// <param name="leaving">Handlers that are about to be replaced or deleted: events that they hand on make no circle.</param>
    public Task<Refusal?> CreateAsync(HandlerSpec spec, IReadOnlySet<HandlerTarget>? leaving = null) => ChangeAsync(null, spec, leaving);

    /// <summary>
    /// Puts a handler, perhaps with another id, in the place of one. What is owed to a healthy one is delivered first; what is owed to a
    /// failing one goes to the new one.
    /// </summary>
    /// <param name="leaving">As for <see cref="CreateAsync"/>.</param>
    public Task<Refusal?> ReplaceAsync(string topic, string id, HandlerSpec spec, IReadOnlySet<HandlerTarget>? leaving = null) =>
        ChangeAsync(new HandlerTarget(topic, id), spec, leaving);

    /// <summary>Deletes a handler; does nothing when it is gone already.</summary>
    public async Task DeleteAsync(string topic, string id)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Find(topic, id) is null)
                return;
            await _store.CommitAsync(writer => writer.DeleteHandler(topic, id)).ConfigureAwait(false);
            Forget(new HandlerTarget(topic, id));
            MakeFreed();
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Tries the handlers again that could not be made: what they lacked may be there now.</summary>
    public Task RetryAsync()
    {
        var broken = Broken.Select(entry => entry.Spec).ToHashSet();
        return broken.Count == 0 ? Task.CompletedTask : RebuildAsync(broken.Contains);
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
                specs = [.. Specs.Where(isConcerned)];
            foreach (var spec in specs)
                Make(spec, isFirst: false);
            MakeFreed();
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
                specs = [.. from handler in _handlers.Values where handler.IsSuspended select handler.Spec];
            foreach (var spec in specs.Where(spec => _builder.WhySuspended(_builder.OrderOf(spec)) is null))
                Make(spec, isFirst: true);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Lets a handler be made that was left alone; false when there is none of that target.</summary>
    internal bool Resume(HandlerTarget target)
    {
        DefinedHandler? handler;
        lock (_gate)
            handler = _handlers.GetValueOrDefault(target);
        return handler is { IsSuspended: true } && _builder.Resume(handler.Spec);
    }

    /// <summary>Makes the handlers that storage holds. Those that cannot be made are logged and listed.</summary>
    internal void Load()
    {
        foreach (var spec in _store.LoadHandlers())
        {
            lock (_gate)
                _handlers[spec.Target] = new DefinedHandler(spec);
            Make(spec, isFirst: true);
        }
    }

    /// <summary>Moves the handlers of topics whose names begin with a text to topics with new names.</summary>
    /// <param name="commit">Gets what is to be committed.</param>
    internal void Rename(string oldPrefix, string newPrefix, JointChange commit)
    {
        lock (_gate)
        {
            foreach (var (target, handler) in _handlers.Where(entry => entry.Key.Topic.StartsWith(oldPrefix, StringComparison.Ordinal)).ToArray())
            {
                var renamed = handler.Spec with { Topic = newPrefix + target.Topic[oldPrefix.Length..] };
                _handlers.Remove(target);
                _handlers[renamed.Target] = handler with { Spec = renamed };
                commit.Add(writer =>
                {
                    writer.DeleteHandler(target.Topic, target.Handler);
                    writer.SaveHandler(renamed);
                });
            }
        }
    }

    /// <param name="isFirst">True when there is none yet that it could keep.</param>
    private void Make(HandlerSpec spec, bool isFirst)
    {
        var order = _builder.OrderOf(spec);
        if (_builder.WhySuspended(order) is { } why)
        {
            Note(new DefinedHandler(spec) { IsSuspended = true });
            _topics.Attach(spec.Topic, _builder.Suspend(spec, why));
            return;
        }

        // An earlier version let circles be defined.
        if (CircleWith(spec) is { } circle)
        {
            Note(new DefinedHandler(spec) { Error = circle, IsInCircle = true });
            AlertLog.HandlerNotLoaded(_log, spec.Topic, spec.Id, circle);
            return;
        }

        if (_builder.TryBuild(spec, order, out var start, out var refusal))
        {
            Note(new DefinedHandler(spec));
            _topics.Attach(spec.Topic, start());
            return;
        }

        var lacksKind = _builder.LacksKind(spec.Kind);
        var error = lacksKind ? HandlerKinds.WhyGone(spec.Kind) : refusal.Message;
        Note(new DefinedHandler(spec) { Error = error });
        if (lacksKind || (isFirst && !_builder.Forwards(spec.Kind)))
            _topics.Attach(spec.Topic, _builder.Suspend(spec, error));
        AlertLog.HandlerNotLoaded(_log, spec.Topic, spec.Id, error);
    }

    // A circle ends with any of its handlers.
    private void MakeFreed()
    {
        HandlerSpec[] waiting;
        lock (_gate)
            waiting = [.. from handler in _handlers.Values where handler.IsInCircle select handler.Spec];
        foreach (var spec in waiting.Where(spec => CircleWith(spec) is null))
            Make(spec, isFirst: true);
    }

    /// <summary>What is wrong with a handler that leads events back to its own topic; null when it does not.</summary>
    /// <param name="leaving">Handlers that do not count.</param>
    private string? CircleWith(HandlerSpec spec, Func<HandlerTarget, bool>? leaving = null)
    {
        if (!_builder.Forwards(spec.Kind))
            return null;
        HandlerSpec[] others;
        lock (_gate)
            others = [.. from handler in _handlers.Values where handler.Error is null && leaving?.Invoke(handler.Spec.Target) != true select handler.Spec];
        return TopicCircle.ClosedBy(_builder.WayOf(spec), others.Select(_builder.WayOf));
    }

    // What has been renamed meanwhile does not come back.
    private void Note(DefinedHandler handler)
    {
        lock (_gate)
        {
            if (_handlers.ContainsKey(handler.Spec.Target))
                _handlers[handler.Spec.Target] = handler;
        }
    }

    private async Task<Refusal?> ChangeAsync(HandlerTarget? old, HandlerSpec spec, IReadOnlySet<HandlerTarget>? leaving)
    {
        ConfigProblem[] broken = [.. HandlerRules.Check(spec, _builder.Forwards(spec.Kind))];
        if (broken.Length > 0)
            return Refusal.Of(RefusalKind.Invalid, broken, "invalid handler spec: ");

        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            var what = old is null ? "failed to create handler" : "failed to update handler";
            if (old is { } unknown && Find(unknown.Topic, unknown.Handler) is null)
                return new Refusal(RefusalKind.NotFound, $"unknown handler: \"{unknown.Handler}\"");
            if (old is { } moving && moving.Topic != spec.Topic)
                return new Refusal(RefusalKind.Failed, $"{what}: cannot change topic in update");
            if (old != spec.Target && Find(spec.Topic, spec.Id) is not null)
                return new Refusal(RefusalKind.Failed, $"{what}: cannot register handler, handler with ID \"{spec.Id}\" already exists");

            if (CircleWith(spec, target => target == old || leaving?.Contains(target) == true) is { } circle)
                return Refusal.Of(RefusalKind.Failed, [new ConfigProblem(circle) { Option = "options" }], $"{what}: ");

            // Whoever defines it anew wants it tried again.
            _builder.Forgive(spec.Target);
            var order = _builder.OrderOf(spec);
            if (_builder.WhySuspended(order) is { } why)
            {
                await PutAsync(old, new DefinedHandler(spec) { IsSuspended = true }, () => _builder.Suspend(spec, why)).ConfigureAwait(false);
                return null;
            }

            if (!_builder.TryBuild(spec, order, out var start, out var refusal))
                return refusal.When($"{what}: ");

            await PutAsync(old, new DefinedHandler(spec), start).ConfigureAwait(false);
            MakeFreed();
            return null;
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task PutAsync(HandlerTarget? old, DefinedHandler handler, Func<Subscription> start)
    {
        var spec = handler.Spec;
        if (old is { } replaced)
            await _outbox.DrainAsync(replaced).ConfigureAwait(false);

        // What is owed, and what is raised meanwhile, is the same handler's.
        var renamed = old != spec.Target ? old : null;
        var commit = new JointChange(isRefusable: true);
        commit.Add(writer =>
        {
            if (old is { } gone)
                writer.DeleteHandler(gone.Topic, gone.Handler);
            writer.SaveHandler(spec);
        });
        if (renamed is { } former)
            _outbox.RenameTarget(former, spec.Target, commit);
        await CommitAsync(commit, () => UndoRename(renamed, spec.Target)).ConfigureAwait(false);
        lock (_gate)
        {
            if (old is { } before)
                _handlers.Remove(before);
            _handlers[spec.Target] = handler;
        }

        var subscription = start();
        _topics.Attach(spec.Topic, subscription, renamed);
        if (subscription is Subscription.Published)
            _outbox.Detach(spec.Target); // What it was before has no successor.
    }

    private async Task CommitAsync(JointChange commit, Action undo)
    {
        var done = commit.Done;
        _store.Enqueue(commit);
        try
        {
            await done.ConfigureAwait(false);
        }
        catch
        {
            undo();
            throw;
        }
    }

    private void UndoRename(HandlerTarget? old, HandlerTarget now)
    {
        if (old is { } former)
            _outbox.RenameTarget(now, former, new JointChange());
    }

    private void Forget(HandlerTarget target)
    {
        _topics.Detach(target);
        _outbox.Detach(target);
        lock (_gate)
            _handlers.Remove(target);
    }
}
