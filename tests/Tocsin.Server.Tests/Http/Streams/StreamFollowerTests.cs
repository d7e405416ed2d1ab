using Tocsin.Server.Http.Streams;

namespace Tocsin.Server.Tests.Http.Streams;

public sealed class StreamFollowerTests
{
    private static readonly byte[] All = [9];

    [Fact]
    public async Task Who_keeps_up_gets_each_message()
    {
        using var follower = new StreamFollower(() => All, _ => { });
        foreach (byte[] message in new byte[][] { [1], [2], [3] })
        {
            follower.Give(message);
            (await follower.ReadAsync(default)).Should().BeSameAs(message);
        }
    }

    [Fact]
    public async Task Who_is_behind_gets_all_as_it_is_and_then_what_comes_next()
    {
        using var follower = new StreamFollower(() => All, _ => { });
        follower.Give([1]);
        follower.Give([2]);
        follower.Give([3]);
        (await follower.ReadAsync(default)).Should().BeSameAs(All);

        byte[] next = [4];
        follower.Give(next);
        (await follower.ReadAsync(default)).Should().BeSameAs(next);
    }
}
