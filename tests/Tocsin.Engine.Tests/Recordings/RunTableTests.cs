using Tocsin.Alerting.Configuration;
using Tocsin.Pipelines.Recordings;

namespace Tocsin.Engine.Tests.Recordings;

public sealed class RunTableTests
{
    private readonly RunTable<string> _table = new("things", thing => thing[..1], new LiveSetting<ReplayOptions>(new ReplayOptions()));

    [Fact]
    public async Task Whoever_finds_a_thing_finds_it_begun_and_can_end_it()
    {
        var foundBefore = true;
        var hasEnded = false;

        _table.Start("a", async cancellationToken =>
        {
            foundBefore = _table.Find("a") is not null;
            await WaitAsync(cancellationToken);
            hasEnded = true;
        });

        foundBefore.Should().BeFalse();
        _table.Find("a").Should().Be("a");
        await _table.EndAsync("a");
        hasEnded.Should().BeTrue();
    }

    [Fact]
    public void A_thing_that_ends_at_once_stays_as_it_ended()
    {
        _table.Start("a", _ =>
        {
            _table.Keep("a, ended");
            return Task.CompletedTask;
        });

        _table.Find("a").Should().Be("a, ended");
    }

    [Fact]
    public async Task The_end_of_all_reaches_what_is_about_to_begin_and_what_comes_later()
    {
        var ended = 0;
        Task all = Task.CompletedTask;
        _table.Start("a", async cancellationToken =>
        {
            all = _table.EndAllAsync();
            await WaitAsync(cancellationToken);
            ended++;
        });
        await all;

        _table.Start("b", async cancellationToken =>
        {
            await WaitAsync(cancellationToken);
            ended++;
        });
        await _table.EndAsync("b");

        ended.Should().Be(2);
    }

    private static async Task WaitAsync(CancellationToken cancellationToken)
    {
        var over = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(over.SetResult);
        await over.Task;
    }
}
