using System.Text;
using Tocsin.Influx.Writes;
using Tocsin.Pipelines.Influx;
using Tocsin.Pipelines.Influx.Outputs;

namespace Tocsin.Engine.Tests.Influx;

public sealed class InfluxOutputTests : IDisposable
{
    private readonly InfluxStandIn _influx = new();
    private readonly List<string> _learnt = [];

    [Fact]
    public async Task Points_are_written_in_their_order()
    {
        await Add("a v=1");
        await Add("b v=1");

        _influx.Requests.Should().Equal("/write?db=db&precision=s&rp=rp&consistency=all a v=1", "/write?db=db&precision=s&rp=rp&consistency=all b v=1");
        _learnt.Should().Equal("Written 1 ", "Written 1 ");
        _influx.Status.Should().BeEquivalentTo(new { Written = 2, Waiting = 0, NeedsAttention = false });
    }

    [Fact]
    public async Task What_is_refused_is_not_sent_again_and_the_next_goes_on()
    {
        _influx.Answer = request => request.Contains("bad", StringComparison.Ordinal) ? (400, """{"error":"partial write: field type conflict"}""") : (204, "");
        await Add("bad v=1");
        await Add("b v=1");

        _influx.Requests.Should().HaveCount(2);
        _learnt.Should().Equal("Lost 1 partial write: field type conflict", "Written 1 ");
        _influx.Status.Should().BeEquivalentTo(new { Written = 1, Refused = 1, NeedsAttention = false, LastError = "" }, "the last one was taken");
    }

    [Fact]
    public async Task A_retention_policy_that_is_not_there_holds_nothing_up_although_InfluxDB_answers_500()
    {
        _influx.Answer = request => request.Contains("bad", StringComparison.Ordinal) ? (500, """{"error":"retention policy not found: rp"}""") : (204, "");
        await Add("bad v=1");
        await Add("b v=1");

        _learnt.Should().HaveCount(2).And.HaveElementAt(1, "Written 1 ");
        _learnt[0].Should().StartWith("Lost 1 ").And.Contain("retention policy not found: rp");
    }

    [Theory]
    [InlineData("""{"error":"\"me\" user is not authorized to write to database \"bdb\""}""")]
    [InlineData("""{"code":"forbidden","message":"insufficient permissions for write"}""")]
    public async Task A_database_that_may_not_be_written_to_holds_no_other_up(string answer)
    {
        _influx.Answer = request => request.Contains("bad", StringComparison.Ordinal) ? (403, answer) : (204, "");
        await Add("bad v=1");
        await Add("b v=1");

        _learnt.Should().HaveCount(2).And.HaveElementAt(1, "Written 1 ");
        _learnt[0].Should().StartWith("Lost 1 ").And.Contain("does not allow that").And.Contain("Grant it the right");
        _influx.Status.Should().BeEquivalentTo(new { Written = 1, Refused = 1, NeedsAttention = false });
    }

    [Fact]
    public async Task A_database_that_fails_holds_no_other_up_and_is_named()
    {
        _influx.Answer = request => request.Contains("db=bad", StringComparison.Ordinal) ? (500, """{"error":"shard is locked"}""") : (204, "");
        await Add("a v=1", database: "bad");
        await Add("b v=1", database: "good");
        await Add("c v=1", database: "bad");

        _influx.Written.Should().Equal("b v=1");
        _influx.Status.Should().Match<InfluxOutputStatus>(now => now.NeedsAttention && now.Failing.Single() == "bad.rp" && now.LastError.Contains("shard is locked"));

        _influx.Answer = _ => (204, "");
        await Until.True(() => _influx.Status.Waiting == 0, _influx.Time, TimeSpan.FromSeconds(1));
        _influx.Written.Should().Equal("b v=1", "a v=1", "c v=1");
        _influx.Status.Should().BeEquivalentTo(new { NeedsAttention = false, LastError = "" });
    }

    [Fact]
    public async Task A_database_that_is_slow_holds_no_other_up()
    {
        var hangs = new TaskCompletionSource();
        _influx.Before = hangs.Task;
        var slow = Add("a v=1", database: "slow");
        await _influx.Have(1);
        _influx.Before = Task.CompletedTask;
        await Add("b v=1", database: "fast");

        slow.IsCompleted.Should().BeFalse();
        hangs.SetResult();
        await slow;
        _influx.Written.Should().Equal("b v=1", "a v=1");
    }

    [Fact]
    public async Task What_is_dropped_for_want_of_room_is_not_reported_as_kept()
    {
        _influx.Clusters.Change([new InfluxOptions { Compression = WriteCompression.None, KeepUnwrittenBytes = 1024 * 1024 }]);
        _influx.Answer = _ => (0, "");

        await Add($"m,large={new string('x', 2 * 1024 * 1024)} v=1");
        var next = Add("b v=1");
        await Until.True(() => next.IsCompleted, _influx.Time, TimeSpan.FromSeconds(1));

        _learnt.Should().HaveCount(2);
        _learnt[0].Should().StartWith("Lost 1 ").And.EndWith("and there is no room to keep them: raise keep-unwritten-bytes");
        _learnt[1].Should().StartWith("Kept 1 ");
        _influx.Status.Dropped.Should().Be(1);
    }

    [Fact]
    public async Task What_the_disk_does_not_take_waits_in_memory_in_its_order_and_no_more_is_wanted_until_there_is_room()
    {
        var lane = Path.Combine(_influx.Folder, "db+rp");
        Directory.CreateDirectory(_influx.Folder);
        File.WriteAllText(lane, "in the place of a folder");
        _influx.Answer = _ => (0, "");
        var large = new string('x', 1024 * 1024);
        var writes = Enumerable.Range(0, 20).Select(i => Add($"m,large={large} v={i}")).ToList();

        Output.WhyFull.Should().StartWith("Points that the InfluxDB 'default' does not take could not be kept in ").And.Contain("Free some space");
        _influx.Status.Refusing.Should().Be(Output.WhyFull);
        _influx.Status.Should().BeEquivalentTo(new { Dropped = 0, Refused = 0 });

        File.Delete(lane);
        await Until.True(() => Output.WhyFull is null && writes.TrueForAll(write => write.IsCompleted), _influx.Time, TimeSpan.FromSeconds(1));
        _influx.Status.Refusing.Should().BeEmpty();
        _learnt.Should().HaveCount(20).And.OnlyContain(learnt => learnt.StartsWith("Kept 1 ", StringComparison.Ordinal));

        _influx.Answer = _ => (204, "");
        await Until.True(() => _influx.Status.Waiting == 0, _influx.Time, TimeSpan.FromSeconds(1));
        _influx.Written.Should().Equal(Enumerable.Range(0, 20).Select(i => $"m,large={large} v={i}"));
    }

    [Fact]
    public async Task What_waits_in_memory_is_written_when_InfluxDB_is_back_before_the_disk_has_room()
    {
        Directory.CreateDirectory(_influx.Folder);
        File.WriteAllText(Path.Combine(_influx.Folder, "db+rp"), "in the place of a folder");
        _influx.Answer = _ => (0, "");
        var large = new string('x', 4 * 1024 * 1024);
        var writes = Enumerable.Range(0, 5).Select(i => Add($"m,large={large} v={i}")).ToList();
        Output.WhyFull.Should().NotBeNull();

        _influx.Answer = _ => (204, "");
        await Until.True(() => writes.TrueForAll(write => write.IsCompleted), _influx.Time, TimeSpan.FromSeconds(1));

        _influx.Written.Should().Equal(Enumerable.Range(0, 5).Select(i => $"m,large={large} v={i}"));
        _influx.Status.Should().BeEquivalentTo(new { Dropped = 0, Written = 5, Waiting = 0, Refusing = "" });
    }

    [Fact]
    public async Task A_user_that_may_make_no_database_writes_all_the_same()
    {
        _influx.Answer = request => request.StartsWith("/query", StringComparison.Ordinal)
            ? (403, """{"error":"error authorizing query: me not authorized to execute statement 'CREATE DATABASE db', requires admin privilege"}""") : (204, "");
        await Add("a v=1", creates: true);

        _influx.Written.Should().Equal("a v=1");
    }

    [Fact]
    public async Task It_goes_on_when_the_folder_is_removed_while_points_wait()
    {
        _influx.Answer = _ => (0, "");
        await Add("a v=1");
        await Add("b v=1");
        Directory.Delete(_influx.Folder, recursive: true);
        await Add("c v=1");
        _influx.Status.Dropped.Should().Be(2);

        _influx.Answer = _ => (204, "");
        await Until.True(() => _influx.Status.Waiting == 0, _influx.Time, TimeSpan.FromSeconds(1));
        await Add("d v=1");
        _influx.Written.Should().Equal("c v=1", "d v=1");
    }

    [Fact]
    public async Task Less_room_is_put_in_force_by_a_change_of_the_configuration()
    {
        _influx.Answer = _ => (0, "");
        var large = new string('x', 1024 * 1024);
        for (var i = 0; i < 4; i++)
            await Add($"m,large={large} v={i}");
        _influx.Status.Waiting.Should().BeGreaterThan(4 * large.Length);

        _influx.Clusters.Change([new InfluxOptions { Compression = WriteCompression.None, KeepUnwrittenBytes = 2 * large.Length }]);

        _influx.Status.Should().Match<InfluxOutputStatus>(now => now.Waiting <= 2 * large.Length && now.Dropped > 0);
    }

    [Theory]
    [InlineData(0, "cannot be reached")]
    [InlineData(503, "answers 503: busy")]
    [InlineData(401, "does not accept the user or token")]
    [InlineData(302, "busy")]
    [InlineData(404, "busy")]
    [InlineData(408, "busy")]
    [InlineData(413, "takes no request of that size")]
    public async Task What_cannot_be_written_now_is_kept_and_written_later_in_the_same_order(int status, string error)
    {
        _influx.Answer = _ => (status, """{"error":"busy"}""");
        await Add("a v=1");
        await Add("b v=1");
        _influx.Status.Should().Match<InfluxOutputStatus>(now => now.NeedsAttention && now.Waiting > 0 && now.LastError.Contains(error));
        Directory.GetFiles(_influx.Folder, "*.writes", SearchOption.AllDirectories).Should().NotBeEmpty();

        _influx.Answer = _ => (204, "");
        await Until.True(() => _influx.Status.Waiting == 0, _influx.Time, TimeSpan.FromSeconds(1));
        await Add("c v=1");

        _influx.Written.Should().Equal("a v=1", "b v=1", "c v=1");
        _learnt.Select(line => line.Split(' ')[0]).Should().Equal("Kept", "Kept", "Written", "Written", "Written");
        _influx.Status.NeedsAttention.Should().BeFalse();
    }

    [Theory]
    [InlineData(400, "timeout")]
    [InlineData(404, "database not found: \\\"db\\\"")]
    [InlineData(404, "page not found")]
    public async Task What_is_not_said_of_the_points_loses_none(int status, string error)
    {
        _influx.Answer = _ => (status, $$"""{"error":"{{error}}"}""");
        await Add("a v=1");
        _influx.Status.Should().Match<InfluxOutputStatus>(now => now.NeedsAttention && now.Refused == 0);

        _influx.Answer = _ => (204, "");
        await Until.True(() => _influx.Status.Waiting == 0, _influx.Time, TimeSpan.FromSeconds(1));

        _influx.Written.Should().Equal("a v=1");
    }

    [Fact]
    public async Task A_file_of_somebody_else_among_those_that_wait_is_left_alone()
    {
        _influx.Answer = _ => (0, "");
        await Add("a v=1");
        var folder = Path.GetDirectoryName(Directory.GetFiles(_influx.Folder, "*.writes", SearchOption.AllDirectories)[0])!; // A file is in one.
        await File.WriteAllTextAsync(Path.Combine(folder, "copy.writes"), "x");

        await _influx.RestartAsync();
        _influx.Answer = _ => (204, "");
        await Until.True(() => _influx.Written.Count == 1, _influx.Time, TimeSpan.FromSeconds(1));

        File.Exists(Path.Combine(folder, "copy.writes")).Should().BeTrue();
    }

    [Fact]
    public async Task A_restart_goes_on_with_what_waited_and_writes_nothing_twice()
    {
        _influx.Answer = _ => (0, "");
        await Add("a v=1");
        await Add("b v=1");
        await Add("c v=1");
        _influx.Answer = request => request.Contains("b v", StringComparison.Ordinal) ? (0, "") : (204, "");
        await Until.True(() => _influx.Written.Count == 1, _influx.Time, TimeSpan.FromSeconds(1));

        await _influx.RestartAsync();
        _influx.Answer = _ => (204, "");
        await Until.True(() => _influx.Written.Count == 3, _influx.Time, TimeSpan.FromSeconds(1));

        _influx.Written.Should().Equal("a v=1", "b v=1", "c v=1");
    }

    [Fact]
    public async Task A_server_that_hangs_does_not_keep_it_from_stopping_and_loses_nothing()
    {
        var hangs = new TaskCompletionSource();
        _influx.Before = hangs.Task;
        var first = Add("a v=1");
        var second = Add("b v=1");
        await _influx.Have(1);

        var restarting = _influx.RestartAsync();
        await Until.True(() => restarting.IsCompleted, _influx.Time, TimeSpan.FromSeconds(1));
        await Task.WhenAll(first, second);
        _influx.Before = Task.CompletedTask;
        await Until.True(() => _influx.Written.Count == 2, _influx.Time, TimeSpan.FromSeconds(1));

        _influx.Written.Should().Equal("a v=1", "b v=1");
        hangs.SetResult();
    }

    [Fact]
    public async Task More_than_the_memory_may_have_goes_to_disk_and_comes_in_order()
    {
        var hangs = new TaskCompletionSource();
        _influx.Before = hangs.Task;
        var large = new string('x', 6 * 1024 * 1024);
        var adding = Enumerable.Range(0, 5).Select(i => i < 3 ? Add($"m,large={large} v={i}") : Add($"m v={i}")).ToList();
        await Until.True(() => adding.Count(task => task.IsCompleted) > 0);
        _influx.Status.Waiting.Should().BeLessThan(20 * 1024 * 1024);
        hangs.SetResult();
        await Task.WhenAll(adding);
        await Until.True(() => _influx.Status.Waiting == 0);

        _influx.Written.Select(line => line[^1]).Should().BeInAscendingOrder();
        _learnt.Should().Contain(line => line.StartsWith("Kept"));
    }

    [Fact]
    public async Task A_database_is_made_before_the_first_write_and_again_when_it_was_dropped()
    {
        await Add("a v=1", creates: true);
        await Add("b v=1", creates: true);
        var isDropped = true;
        _influx.Answer = request =>
        {
            if (request.StartsWith("/query", StringComparison.Ordinal))
                isDropped = false;
            return isDropped ? (404, """{"error":"database not found: \"db\""}""") : (204, "");
        };
        await Add("c v=1", creates: true);

        _influx.Requests.Select(request => request.Split('?')[0]).Should().Equal("/query", "/write", "/write", "/write", "/query", "/write");
        _influx.Requests[0].Should().EndWith("q=CREATE DATABASE \"db\" WITH NAME \"rp\"");
        _influx.Written.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_database_that_cannot_be_made_keeps_no_point_from_being_written()
    {
        _influx.Answer = request => request.StartsWith("/query", StringComparison.Ordinal) ? (403, """{"error":"not allowed"}""") : (204, "");
        var added = Add("a v=1", creates: true);
        await Until.True(() => _influx.Status.NeedsAttention);
        await added;
        _influx.Answer = request => request.StartsWith("/query", StringComparison.Ordinal) ? (400, """{"error":"no"}""") : (204, "");
        await Until.True(() => _influx.Written.Count == 1, _influx.Time, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Another_address_is_tried_at_once()
    {
        _influx.Answer = _ => (0, "");
        await Add("a v=1");
        _influx.Answer = _ => (204, "");

        _influx.Clusters.Change([new InfluxOptions { Urls = ["http://other:8086"], Compression = WriteCompression.None }]);

        await Until.True(() => _influx.Written.Count == 1);
    }

    public void Dispose() => _influx.Dispose();

    private InfluxOutput Output => _influx.Outputs.For(_influx.Clusters.Find(""));

    private Task Add(string line, bool creates = false, string database = "db") => Output.AddAsync(
        new OutputWrite("task/out1", new OutputTarget(database, "rp", "all", WritePrecision.Seconds, creates), 1, Encoding.UTF8.GetBytes(line)),
        (outcome, points, why) =>
        {
            lock (_learnt)
                _learnt.Add($"{outcome} {points} {why}");
        });
}
