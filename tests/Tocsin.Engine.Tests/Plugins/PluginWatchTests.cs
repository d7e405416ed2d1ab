using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Tests.Testing;

namespace Tocsin.Engine.Tests.Plugins;

public sealed class PluginWatchTests : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    private readonly TempFolder _folder = new();
    private readonly FakeTime _time = new();

    private string Plugin => Path.Combine(_folder.Path, "x");

    [Fact]
    public void A_folder_that_could_not_be_taken_is_tried_less_and_less_often()
    {
        Put("X.dll");
        var watch = new PluginWatch(_folder.Path, _time, NullLogger.Instance);

        var attempts = Attempts(watch, TimeSpan.FromMinutes(10));

        attempts.Should().BeInRange(12, 18, "after 2, 4, 8, 16 and 32 seconds, and then once a minute");
        watch.IsRestless.Should().BeFalse("what waits for the disk hurries nobody");
    }

    [Fact]
    public void A_folder_that_changes_meanwhile_is_tried_as_soon_as_it_is_quiet()
    {
        Put("X.dll");
        var watch = new PluginWatch(_folder.Path, _time, NullLogger.Instance);
        Attempts(watch, TimeSpan.FromMinutes(10));

        Put("Y.dll");
        watch.Look(isPatient: true).Should().BeEmpty();
        watch.IsRestless.Should().BeTrue();
        _time.Advance(PluginWatch.Quiet);

        watch.Look(isPatient: true).Should().Equal("x");
    }

    public void Dispose() => _folder.Dispose();

    // Looks as often as a host does, and never gets what it finds.
    private int Attempts(PluginWatch watch, TimeSpan span)
    {
        var attempts = 0;
        for (var at = TimeSpan.Zero; at < span; at += Tick)
        {
            foreach (var id in watch.Look(isPatient: true))
            {
                attempts++;
                watch.Postpone(id, watch.PrintOf(id));
            }

            _time.Advance(Tick);
        }

        return attempts;
    }

    private void Put(string file)
    {
        Directory.CreateDirectory(Plugin);
        File.WriteAllText(Path.Combine(Plugin, file), file);
    }
}
