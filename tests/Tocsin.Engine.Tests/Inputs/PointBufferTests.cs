using System.Text;
using Tocsin.Inputs.Intake;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Engine.Tests.Inputs;

public sealed class PointBufferTests
{
    private readonly Taken _taken = new();

    [Fact]
    public async Task Points_wait_for_others_no_longer_than_they_may()
    {
        await using var buffer = Buffer(size: 3, pending: 2, TimeSpan.FromSeconds(1));
        Add(buffer, "a v=1");
        Add(buffer, "b v=1");
        _taken.Lines.Should().BeEmpty();

        _taken.Time.Advance(TimeSpan.FromSeconds(1));
        await _taken.Have(2);
        Add(buffer, "c v=1", "d v=1", "e v=1");
        await _taken.Have(5);

        _taken.Lines.Should().Equal("db.rp/1 a v=1", "db.rp/1 b v=1", "db.rp/1 c v=1", "db.rp/1 d v=1", "db.rp/1 e v=1");
        await Until.True(() => _taken.Counts.Read().Points == 5);
    }

    [Fact]
    public async Task Points_that_need_not_wait_go_on_at_once()
    {
        await using var buffer = Buffer(size: 100, pending: 2, TimeSpan.Zero);
        Add(buffer, "a v=1");

        await _taken.Have(1);
    }

    [Fact]
    public async Task Whoever_comes_when_there_is_no_room_is_refused_or_waits()
    {
        _taken.Close();
        await using var buffer = Buffer(size: 1, pending: 1, TimeSpan.Zero);
        var added = 0;
        await Until.True(() =>
        {
            // One is with the tasks, one ready, one being filled.
            while (buffer.TryAdd("a v=1"u8, 1))
                added++;
            return added >= 3;
        });
        var waiting = buffer.AddAsync("last v=1"u8.ToArray(), 1, default).AsTask();

        waiting.IsCompleted.Should().BeFalse();
        _taken.Open();
        await waiting;
        await _taken.Have(added + 1);
        _taken.Lines[^1].Should().Be("db.rp/1 last v=1");
    }

    [Fact]
    public async Task What_is_left_goes_on_when_it_closes_and_bad_lines_are_counted()
    {
        var buffer = Buffer(size: 100, pending: 1, TimeSpan.FromHours(1));
        Add(buffer, "bad v=1", "a v=1");
        await buffer.DisposeAsync();

        _taken.Lines.Should().HaveCount(2);
        _taken.Counts.Read().Should().BeEquivalentTo(new { Points = 1, Refused = 1, LastError = "line 1 char 1: it is bad" });
    }

    [Fact]
    public async Task Tasks_that_never_take_what_is_there_do_not_keep_it_from_closing()
    {
        _taken.Close();
        var buffer = Buffer(size: 100, pending: 1, TimeSpan.Zero);
        Add(buffer, "a v=1");
        var closing = buffer.DisposeAsync().AsTask();

        await Until.True(() => closing.IsCompleted, _taken.Time, TimeSpan.FromSeconds(1));
        _taken.Counts.Read().Dropped.Should().Be(1);
        _taken.Open();
    }

    private PointBuffer Buffer(int size, int pending, TimeSpan timeout) =>
        new(new BufferOptions("db", "rp", size, pending, timeout), Precision.Nanosecond, _taken.Services, _taken.Counts);

    private static void Add(PointBuffer buffer, params string[] lines) =>
        buffer.TryAdd(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), lines.Length).Should().BeTrue();
}
