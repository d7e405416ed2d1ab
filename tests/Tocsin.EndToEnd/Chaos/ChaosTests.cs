using System.Diagnostics;
using Tocsin.EndToEnd.Chaos.Attacks;
using Xunit.Abstractions;

namespace Tocsin.EndToEnd.Chaos;

public sealed class ChaosTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    // What is found to break a server comes here as a class of its own.
    private static readonly IAttack[] Attacks =
    [
        new RandomRequests(),
        new InvalidText(),
        new NestedText(),
        new DoublingPatch(),
        new ManyTags(),
        new ScriptFloods(),
        new GzipBombs(),
        new SeriesFlood(),
        new HalfRequests(),
        new IdleReaders(),
        new RedirectLoop(),
        new SilentEndpoint(),
        new SlowPattern(),
        new LoopOfTasks(),
        new LogFlood(),
        new HangUps(),
        new KillingHandlerApart(),
        new KillingHandler(),
        new AlertStorm(),
        new FullVolume(),
        new DamagedRows(),
        new Crash(),
    ];

    [VolumeFact]
    public async Task The_server_outlives_what_is_done_to_it_serves_others_meanwhile_and_loses_nothing_that_it_acknowledged()
    {
        using var server = new ChaosServer();
        using var pulse = new Pulse(() => server.Url);
        await server.StartAsync();
        await server.DefineAsync("pulse", pulse.Script);
        pulse.Start();
        await pulse.WhenFeltAsync(Limit, "at the beginning");

        foreach (var attack in Attacks)
        {
            var (name, clock) = (attack.GetType().Name, Stopwatch.StartNew());
            try
            {
                await attack.RunAsync(server);
                await pulse.WhenFeltAsync(Limit, $"after {name}");
            }
            catch (Exception problem) when (server.HasDied)
            {
                throw new InvalidOperationException($"{name} ended the server: {await server.Process.Errors}", problem);
            }

            output.WriteLine($"{name}: {clock.Elapsed.TotalSeconds:0.0} s");
        }

        await pulse.StopAsync();
        await server.CrashAsync();
        await ChaosServer.UntilAsync(() => Task.FromResult(pulse.Missing.Count == 0), "what was acknowledged arrives");
        output.WriteLine($"{pulse.Acknowledged} acknowledged, {pulse.Arrived} arrived");
        (await server.Process.TerminateAsync()).ExitCode.Should().Be(0);
    }
}
