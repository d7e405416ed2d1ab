using System.Collections.Concurrent;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Foreign;
using Tocsin.Scripting.Compiling;
using Tocsin.Scripting.Tests.Testing;

namespace Tocsin.Scripting.Tests.Handlers;

/// <summary>Scripts that the compiler is long at work on.</summary>
public sealed class SlowCompilerTests : IDisposable
{
    private static readonly CsxShape Shape = new(null, typeof(object));

    private readonly FakeTime _time = new();
    private readonly ManualResetEventSlim _end = new();
    private readonly CsxBuilds _builds;
    private readonly ConcurrentBag<string> _compiled = [];
    private volatile int _begun;

    public SlowCompilerTests() => _builds = new CsxBuilds(CrashGuard.None, _time) { Compiler = Compile };

    [Fact]
    public async Task Others_wait_for_slow_ones_as_long_as_a_turn_and_no_longer()
    {
        var slow = Start("slow 1", "slow 2");
        await Until.True(() => _begun == 2);
        var other = Task.Run(() => Of("other"));
        other.IsCompleted.Should().BeFalse();

        await PassUntil(() => other.IsCompleted);

        (await other).Errors.Should().Equal("compiled other");
        slow.Should().OnlyContain(task => !task.IsCompleted);
        _end.Set();
        (await Task.WhenAll(slow)).SelectMany(build => build.Errors).Should().Equal("compiled slow 1", "compiled slow 2");
    }

    [Fact]
    public async Task One_that_never_ends_is_given_up_told_and_not_tried_again_until_it_is_another()
    {
        var slow = Start("slow");
        await PassUntil(() => slow[0].IsCompleted);

        (await slow[0]).Errors.Should().Equal("code: error TS3503: compiling it takes longer than 30 s: make its expressions smaller, as lambdas inside of lambdas");
        Of("slow").Errors.Should().Equal((await slow[0]).Errors);
        Of("other").Errors.Should().Equal("compiled other");
        _compiled.Should().BeEquivalentTo("slow", "other");
    }

    [Fact]
    public async Task When_too_many_are_given_up_no_more_are_compiled_until_they_have_ended()
    {
        var slow = Start("slow 1", "slow 2").Concat(Start("slow 3", "slow 4")).ToList();
        await PassUntil(() => slow.TrueForAll(task => task.IsCompleted));

        Of("other").Errors.Should().Equal(
            "code: error TS3503: it is not compiled while the compiler is still at work on 4 scripts that were given up: make those smaller, and start the server again");

        _end.Set();
        await Until.True(() => Of("other").Errors is ["compiled other"]);
    }

    public void Dispose() => _end.Set();

    private List<Task<CsxBuild>> Start(params string[] codes) => [.. codes.Select(code => Task.Run(() => Of(code)))];

    private Task PassUntil(Func<bool> predicate) => Until.True(predicate, _time, TimeSpan.FromSeconds(1));

    private CsxBuild Of(string code) => _builds.Of(CsxSource.OfCode(code, "/"), Shape);

    private CsxBuild Compile(CsxSource source, ForeignCode code, CsxShape shape, CancellationToken limit)
    {
        _compiled.Add(source.Code!);
        if (source.Code!.StartsWith("slow", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _begun);
            _end.Wait(CancellationToken.None);
        }

        return new CsxBuild(null, [$"compiled {source.Code}"], []);
    }
}
