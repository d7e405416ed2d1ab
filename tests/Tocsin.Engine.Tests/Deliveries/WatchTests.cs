using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Deliveries;

public sealed class WatchTests : IAsyncDisposable
{
    private readonly FakeTime _time = new();
    private readonly SqliteStateStore _store = SqliteStateStore.Open(new StoreSettings());

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Deliveries_that_were_counted_and_cannot_be_found_are_told_and_hold_up_nothing()
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        EventCodec.Write(bytes, AlertRig.Event("there"));
        await _store.CommitAsync(writer => writer.AddOwed(1, 1, 1, 1, bytes.WrittenSpan));
        var handler = new RecordingHandler();
        using var dispatcher = Dispatcher(owed: 4);

        dispatcher.Use(handler, HandlerDeliveryOptions.None);

        await Until.True(() => dispatcher.Counters is { Unreadable: 3, Owed: 0 });
        handler.Taken.Should().ContainSingle().Which.Id.Should().Be("there");
        await dispatcher.StopAsync();
    }

    [Fact]
    public async Task A_handler_that_never_comes_back_is_stuck_when_no_pause_takes_that_long()
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new RecordingHandler((_, _) =>
        {
            called.TrySetResult();
            return new ValueTask<Delivery>(new TaskCompletionSource<Delivery>().Task);
        });
        using var dispatcher = Dispatcher(owed: 0);
        dispatcher.Use(handler, new HandlerDeliveryOptions { Parallelism = 1 });
        var began = _time.GetUtcNow();
        dispatcher.Accept(new OwedDelivery(1, 1, began.ToUnixTimeMilliseconds(), AlertRig.Event("a")));
        await called.Task;

        dispatcher.Counters.StuckSince.Should().BeNull();
        await Until.True(() => dispatcher.Counters.StuckSince is not null, _time, TimeSpan.FromMinutes(1));

        (_time.GetUtcNow() - began).Should().BeGreaterThan(TimeSpan.FromMinutes(10), "the longest pause is five minutes");
        dispatcher.Counters.StuckSince.Should().BeCloseTo(began, TimeSpan.FromMinutes(1));
    }

    private Dispatcher Dispatcher(long owed) =>
        new(new OwedTotal(1, new HandlerTarget("ops", "h"), owed), _store, new DeliveryOptions(), _time, NullLogger.Instance, CrashGuard.None);
}
