using Tocsin.Engine.Plugins;

namespace Tocsin.Engine.Tests.Plugins;

public sealed class ExtensionRegistryTests
{
    [Fact]
    public async Task Change_is_in_force_before_it_is_told_with_what_was()
    {
        var registry = new ExtensionRegistry();
        var (first, next) = (registry.Current, new Extensions());
        var told = new List<(Extensions Before, Extensions Now, Extensions Current)>();
        registry.Changed = (before, now) =>
        {
            told.Add((before, now, registry.Current));
            return Task.CompletedTask;
        };

        await registry.ChangeAsync(_ => next);

        told.Should().Equal((first, next, next));
    }

    [Fact]
    public async Task Change_waits_until_the_one_before_is_taken_up_and_begins_with_what_that_left()
    {
        var registry = new ExtensionRegistry();
        var taken = new TaskCompletionSource();
        registry.Changed = (_, _) => taken.Task;
        var (first, second) = (new Extensions(), new Extensions());
        var changing = registry.ChangeAsync(_ => first);
        Extensions? found = null;

        var waiting = registry.ChangeAsync(current =>
        {
            found = current;
            return second;
        });

        found.Should().BeNull();
        taken.SetResult();
        await Task.WhenAll(changing, waiting);
        found.Should().BeSameAs(first);
        registry.Current.Should().BeSameAs(second);
    }

    [Fact]
    public async Task Change_that_cannot_be_taken_up_does_not_keep_the_next_from_it()
    {
        var registry = new ExtensionRegistry { Changed = (_, _) => throw new InvalidOperationException("no") };
        await registry.Invoking(failing => failing.ChangeAsync(_ => new Extensions())).Should().ThrowAsync<InvalidOperationException>();
        registry.Changed = static (_, _) => Task.CompletedTask;
        var next = new Extensions();

        await registry.ChangeAsync(_ => next);

        registry.Current.Should().BeSameAs(next);
    }

    [Fact]
    public async Task Who_looks_after_files_brings_them_is_started_stopped_and_disposed()
    {
        var registry = new ExtensionRegistry();
        var watch = new Watched();

        registry.Add(watch);
        registry.Current.Should().BeSameAs(watch.Brings);
        registry.Watch();
        await registry.StopAsync();
        registry.Dispose();

        watch.Calls.Should().Equal("add", "watch", "stop", "dispose");
    }

    private sealed class Watched : IExtensionWatch
    {
        public Extensions Brings { get; } = new();

        public List<string> Calls { get; } = [];

        public Extensions AddTo(Extensions extensions)
        {
            Calls.Add("add");
            return Brings;
        }

        public void Watch() => Calls.Add("watch");

        public Task StopAsync()
        {
            Calls.Add("stop");
            return Task.CompletedTask;
        }

        public void Dispose() => Calls.Add("dispose");
    }
}
