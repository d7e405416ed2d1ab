using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Templates.Texts;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Aggregation;

/// <summary>
/// Gathers events and publishes one in their place at the end of each interval that had any. Its topic learns in silence when it is over. They are owed like deliveries and taken
/// out of storage together with the publication, so that none gets lost or counts twice. Safe for any thread.
/// </summary>
internal sealed class Aggregator : IDeliveryQueue
{
    private const int Page = 1000;

    private readonly object _gate = new();
    private readonly HandlerTarget _name;
    private AggregateOptions _options;
    private TextTemplate _message;
    private bool _isDisposed;
    private readonly Topics _topics;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private readonly string _source;
    private List<OwedDelivery> _gathered = [];

    /// <summary>Begins with what is owed from before a restart.</summary>
    /// <param name="source">The topic whose events are gathered.</param>
    public Aggregator(string source, OwedTotal target, AggregateOptions options, IDeliveryRecords store, Topics topics, TimeProvider time, ILogger log)
    {
        _source = source;
        Target = target.Target;
        _name = target.Name;
        _options = options;
        _message = options.Template();
        _topics = topics;
        _time = time;
        _log = log;
        if (target.Count > 0)
            Resume(store, time.GetUtcNow());
        var interval = TimerInterval(options);
        _timer = time.CreateTimer(static state => ((Aggregator)state!).Publish(), this, interval, interval);
    }

    public int Target { get; }

    public bool CanDeliver => true;

    private string Id => _options.IdFor(new HandlerTarget(_source, _name.Handler));

    /// <summary>From now on, events are gathered in this way; those that wait are among the next.</summary>
    public void Use(AggregateOptions options)
    {
        var interval = TimerInterval(options);
        var message = options.Template();
        lock (_gate)
        {
            (_options, _message) = (options, message);
            _timer.Change(interval, interval);
        }
    }

    public void Accept(OwedDelivery delivery)
    {
        lock (_gate)
        {
            _gathered.Add(delivery);
            if (!_isDisposed)
                return;
        }

        // It was on its way when the handler was deleted. Not on this thread: publishing may wait for others that wait for it.
        ThreadPool.UnsafeQueueUserWorkItem(static aggregator => aggregator.Publish(), this, preferLocal: false);
    }

    /// <summary>Publishes what was gathered and ends.</summary>
    public void Finish(bool isPatient = false)
    {
        Dispose();
        Publish();
    }

    public bool IsFinished
    {
        get
        {
            lock (_gate)
                return _isDisposed;
        }
    }

    /// <summary>Ends; what was gathered stays in storage.</summary>
    public void Dispose()
    {
        lock (_gate)
            _isDisposed = true;
        _timer.Dispose();
    }

    private static TimeSpan TimerInterval(AggregateOptions options)
    {
        var longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);
        var shortest = TimeSpan.FromMilliseconds(1);
        var interval = options.Interval;
        return interval < shortest ? shortest : interval < longest ? interval : longest;
    }

    private void Resume(IDeliveryRecords store, DateTimeOffset now)
    {
        long after = 0;
        while (OwedPage.Read(store, Target, after, Page) is { Rows.Count: > 0 } page)
        {
            _gathered.AddRange(page.Deliveries);
            foreach (var row in page.Damaged)
            {
                AlertLog.AggregateFailed(_log, _name.ToString(), $"a stored event is damaged and left out, number {row.Number}");
                store.Enqueue(new WrittenChange(writer => Burial.Move(row, writer, Target, _name, now, "The stored event is damaged and cannot be read.")));
            }

            after = page.Rows[^1].Number;
        }
    }

    private void Publish()
    {
        List<OwedDelivery> taken;
        lock (_gate)
        {
            taken = _gathered;
            _gathered = [];
        }

        try
        {
            if (taken.Count == 0)
            {
                _topics.SettleAggregate(_source, _options.Topic, Id);
                return;
            }

            var now = _time.GetUtcNow();
            var reply = $"gathered into one event of topic '{_options.Topic}'";
            var aggregate = Aggregate(taken);
            _topics.Commit(edit =>
            {
                edit.Publish(_options.Topic, aggregate);
                edit.Commit.Add(writer =>
                {
                    foreach (var delivery in taken)
                    {
                        writer.RemoveOwed(Target, delivery.Number);
                        writer.AddToLedger(delivery.EntryFor(Target, LedgerOutcome.Delivered, now, reply));
                    }
                });
            });
        }
        catch (ObjectDisposedException)
        {
            // The store was closed: the next start gathers them again.
        }
        catch (Exception error)
        {
            AlertLog.AggregateFailed(_log, _name.ToString(), error.Message);
        }
    }

    private AlertEvent Aggregate(List<OwedDelivery> taken)
    {
        var (level, latest, longest) = (AlertLevel.Ok, long.MinValue, 0L);
        foreach (var delivery in taken)
        {
            var alert = delivery.Event;
            level = alert.Level > level ? alert.Level : level;
            latest = Math.Max(latest, alert.UnixNanoseconds);
            longest = Math.Max(longest, alert.DurationNanoseconds);
        }

        return new AlertEvent
        {
            Topic = _options.Topic,
            Id = Id,
            Level = level,
            Message = Message(taken.Count),
            Details = string.Join('\n', taken.Select(delivery => delivery.Event.Message)),
            UnixNanoseconds = latest,
            DurationNanoseconds = longest,
            Recoverable = false,
            Data = JoinedSeries.Join(taken.Select(delivery => delivery.Event.Data)),
        };
    }

    private string Message(int count)
    {
        if (_message.TryRender(new AggregateData(count, Duration.Of(_options.Interval)), out var text, out var error))
            return text;
        AlertLog.AggregateFailed(_log, _name.ToString(), error);
        return $"Received {count} events.";
    }
}
