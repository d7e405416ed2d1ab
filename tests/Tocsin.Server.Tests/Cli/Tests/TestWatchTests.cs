using Tocsin.Server.Cli.Tests;

namespace Tocsin.Server.Tests.Cli.Tests;

public sealed class TestWatchTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_change_is_noticed_when_the_file_is_at_rest()
    {
        var file = _folder.Write("rule.test.yaml", "a");
        using var watch = new TestWatch(_time);
        var changed = watch.ChangedAsync([file, _folder.Of("not-there.tick")], CancellationToken.None);

        Pass();
        Pass();
        changed.IsCompleted.Should().BeFalse("nothing has changed");
        _folder.Write("rule.test.yaml", "ab");
        Pass();
        changed.IsCompleted.Should().BeFalse("it may still be written");
        Pass();

        await changed;
    }

    [Fact]
    public async Task A_file_that_comes_is_a_change()
    {
        using var watch = new TestWatch(_time);
        var changed = watch.ChangedAsync([_folder.Of("rule.tick")], CancellationToken.None);

        _folder.Write("rule.tick", "stream");
        Pass();
        Pass();

        await changed;
    }

    [Fact]
    public async Task It_ends_when_nobody_waits_any_more()
    {
        using var watch = new TestWatch(_time);
        using var stop = new CancellationTokenSource();
        var changed = watch.ChangedAsync([_folder.Of("rule.tick")], stop.Token);

        await stop.CancelAsync();

        await ((Func<Task>)(() => changed)).Should().ThrowAsync<OperationCanceledException>();
    }

    public void Dispose() => _folder.Dispose();

    private void Pass() => _time.Advance(TimeSpan.FromMilliseconds(250));
}
