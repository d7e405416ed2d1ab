using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Storage;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http;
using Tocsin.Server.Http.Hosting;

namespace Tocsin.Server.Tests.Http;

public sealed class ApiErrorsTests
{
    [Fact]
    public async Task Who_wrote_points_that_a_disabled_task_had_taken_in_and_not_seen_is_asked_to_send_them_again()
    {
        var (time, seen) = (new FakeTime(), 0);
        await using var api = await ApiHost.StartAsync(new EngineSettings
        {
            Time = time,
            Raised = _ =>
            {
                Interlocked.Increment(ref seen);
                Task.WaitAll(Task.Delay(TimeSpan.FromSeconds(1), time));
            },
        });
        await api.DefineAsync("t", "stream|from().measurement('m')|alert().crit(lambda: TRUE)", "enabled");
        var writes = Enumerable.Range(1, 30).Select(i => api.WriteAsync($"m v=1 {i}")).ToList();
        await Until.True(() => api.Engine.Running.Find("t")!.Lag.Batches == writes.Count);

        var disabled = api.SendAsync("PATCH", "/tasks/t", "{\"status\":\"disabled\"}");
        await Until.True(() => disabled.IsCompleted && writes.TrueForAll(write => write.IsCompleted), time, TimeSpan.FromSeconds(0.5));

        (await disabled).Status.Should().Be(200);
        var replies = await Task.WhenAll(writes);
        replies.Count(reply => reply.Status == 204).Should().Be(seen).And.BeInRange(1, writes.Count - 1);
        replies.Where(reply => reply.Status != 204).Should().OnlyContain(reply =>
            reply.Status == 503 && reply.Headers["Retry-After"] == "5" && reply.Error == "task t has ended before it had processed all of these points: send them again");
    }

    [Fact]
    public async Task Why_requests_are_not_stored_is_logged_once_in_ten_seconds_with_how_many_there_were()
    {
        var time = new FakeTime();
        using var logs = new LogLines();
        var errors = new ApiErrors(_ => throw new StoreException("the disk is full"), time, logs.CreateLogger<ApiErrors>());
        using var services = new ServiceCollection().AddSingleton(new RequestMemory(new LimitsOptions { BytesInFlight = 1 << 20 })).BuildServiceProvider();
        for (var i = 0; i < 100; i++)
            await errors.InvokeAsync(new DefaultHttpContext { RequestServices = services });
        logs.Lines.Should().ContainSingle().Which.Should().Contain("was not stored").And.Contain("unlogged=0");

        time.Advance(TimeSpan.FromSeconds(10));
        await errors.InvokeAsync(new DefaultHttpContext { RequestServices = services });

        logs.Lines.Should().HaveCount(2);
        logs.Lines[1].Should().Contain("unlogged=99");
    }
}
