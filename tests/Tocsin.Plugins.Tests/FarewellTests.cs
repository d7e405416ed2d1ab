using Tocsin.Sdk;
using Tocsin.Testing;

namespace Tocsin.Plugins.Tests;

public sealed class FarewellTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public async Task Side_that_is_silent_is_waited_for_no_longer_than_two_seconds()
    {
        var farewell = Farewell.SayAsync(limit => Task.Delay(Timeout.Infinite, limit), _ => false, _time);

        _time.Advance(TimeSpan.FromSeconds(1.9));
        farewell.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.2));

        await farewell;
    }

    [Fact]
    public async Task Side_that_is_gone_is_no_error_and_a_mistake_of_our_own_is_one()
    {
        await Farewell.SayAsync(_ => throw new IOException("reset"), problem => problem is IOException, _time);

        var act = () => Farewell.SayAsync(_ => throw new InvalidOperationException("never connected"), problem => problem is IOException, _time);

        await act.Should().ThrowAsync<InvalidOperationException>();
    }
}
