using System.Text;
using Tocsin.Engine.Hosting;
using Tocsin.Sdk;
using Tocsin.Server.Http.Streams;

namespace Tocsin.Server.Tests.Http.Streams;

public sealed class AlertStreamTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    [Fact]
    public async Task What_could_not_be_told_is_told_once_that_works_again_and_the_log_says_so()
    {
        using var log = new LogLines();
        var time = new FailingTime();
        await using var api = await ApiHost.StartAsync(new EngineSettings { Time = time });
        var stream = new AlertStream(api.Engine, log);
        using var follower = time.Watched(() => stream.Open(""))!; // There are no others.
        (await TextAsync(follower)).Should().Contain("event: snapshot");

        time.Fails = true;
        api.Engine.Alerts.Topics.Publish("t", new AlertEvent { Topic = "t", Id = "later", Level = AlertLevel.Critical, UnixNanoseconds = 1_577_836_860_000_000_000 });
        await Until.True(() => Advanced(time) && time.Failures >= 3);
        time.Fails = false;
        var news = TextAsync(follower);
        await Until.True(() => Advanced(time) && news.IsCompleted);

        (await news).Should().Contain("event: changes").And.Contain("later");
        log.Lines.Should().ContainSingle().Which.Should().Contain("could not be told what changed");
    }

    private static bool Advanced(FailingTime time)
    {
        time.Advance(Tick);
        return true;
    }

    private static async Task<string> TextAsync(StreamFollower follower) => Encoding.UTF8.GetString(await follower.ReadAsync(default));

    /// <summary>A clock that one part of the server can be kept from reading.</summary>
    private sealed class FailingTime : TimeProvider
    {
        private readonly FakeTime _time = new();
        private readonly AsyncLocal<bool> _isWatched = new();
        private int _failures;

        public bool Fails { get; set; }

        public int Failures => Volatile.Read(ref _failures);

        /// <summary>Runs what fails later, with all that it starts.</summary>
        public T Watched<T>(Func<T> action)
        {
            _isWatched.Value = true;
            try
            {
                return action();
            }
            finally
            {
                _isWatched.Value = false;
            }
        }

        public void Advance(TimeSpan by) => _time.Advance(by);

        public override long TimestampFrequency => _time.TimestampFrequency;

        public override long GetTimestamp() => _time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _time.CreateTimer(callback, state, dueTime, period);

        public override DateTimeOffset GetUtcNow()
        {
            if (!Fails || !_isWatched.Value)
                return _time.GetUtcNow();
            Interlocked.Increment(ref _failures);
            throw new InvalidOperationException("no clock");
        }
    }
}
