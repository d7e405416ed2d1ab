using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Tocsin.Engine.Plugins;
using Tocsin.Alerting.Foreign;
using Tocsin.Scripting.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Scripting.Tests.Handlers;

/// <summary>Scripts that change while they are used.</summary>
public sealed class EditTests : IDisposable
{
    private readonly ScriptRig _rig = new();

    [Fact]
    public async Task An_edit_comes_into_force_once_the_file_is_at_rest()
    {
        var handler = _rig.HandlerOf(Says("old"));
        _rig.File("h.csx", Says("newer"));

        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        (await Said(handler)).Should().Be("old", "the file may still be in the middle of being saved");

        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        (await Said(handler)).Should().Be("newer");
        _rig.Log.Should().ContainSingle().Which.Should().EndWith("h.csx has changed: the new version is in force");
    }

    [Fact]
    public async Task An_edit_that_does_not_compile_leaves_the_version_before_in_force_and_says_so_until_it_is_mended()
    {
        var handler = _rig.HandlerOf(Says("old"));
        var file = _rig.File("h.csx", "return nope;");

        _rig.Notice();

        (await Said(handler)).Should().Be("old");
        var problem = $"the version before stays in force: {file}:1:8: error CS0103: The name 'nope' does not exist in the current context";
        ((IHandlerCondition)handler).Problem.Should().Be(problem);
        _rig.Log.Should().Equal($"{file} has changed and cannot be used, {problem}");

        _rig.File("h.csx", Says("mended"));
        _rig.Notice();

        (await Said(handler)).Should().Be("mended");
        ((IHandlerCondition)handler).Problem.Should().BeEmpty();
    }

    [Fact]
    public async Task A_file_that_goes_away_leaves_the_version_before_in_force()
    {
        var handler = _rig.HandlerOf(Says("old"));
        System.IO.File.Delete(Path.Combine(_rig.Folder, "h.csx"));

        _rig.Notice();

        (await Said(handler)).Should().Be("old");
        ((IHandlerCondition)handler).Problem.Should().Contain($"there is no file {_rig.Folder}/h.csx");

        _rig.File("h.csx", Says("back"));
        _rig.Notice();

        (await Said(handler)).Should().Be("back");
    }

    [Fact]
    public async Task An_edit_of_a_loaded_file_counts_and_so_does_one_that_was_missing()
    {
        _rig.File("lib.csx", "string Word() => \"one\";");
        var handler = _rig.HandlerOf("#load \"lib.csx\"\nreturn Delivery.Refused(Word());");
        _rig.File("lib.csx", "#load \"more.csx\"\nstring Word() => More();");
        _rig.Notice();
        (await Said(handler)).Should().Be("one");

        _rig.File("more.csx", "string More() => \"three\";");
        _rig.Notice();

        (await Said(handler)).Should().Be("three");
    }

    [Fact]
    public async Task A_call_that_runs_finishes_on_the_version_it_began_with()
    {
        var handler = _rig.HandlerOf("""
            var gate = (TaskCompletionSource)State.GetOrAdd("gate", _ => new TaskCompletionSource())!;
            await gate.Task;
            return Delivery.Refused("old");
            """);
        var call = handler.HandleAsync(ScriptRig.Event(), default);
        _rig.File("h.csx", """((TaskCompletionSource)State["gate"]!).SetResult(); return Delivery.Refused("new");""");
        _rig.Notice();

        (await Said(handler)).Should().Be("new");
        (await call).Reason.Should().Be("old");
    }

    [Theory]
    [InlineData("await System.Net.Http.Json.JsonContent.Create(new { text = Alert.Message }).ReadAsStringAsync();")]
    [InlineData("JsonSerializer.Serialize(new Body(Alert.Message, 1)); record Body(string Text, int Version);")]
    [InlineData("System.ComponentModel.TypeDescriptor.GetProperties(typeof(Body)); record Body(string Text);")]
    public void A_version_whose_types_caches_of_the_framework_remember_leaves_memory(string work)
    {
        var old = RunOldVersion(work);
        _rig.File("h.csx", Says("new"));
        _rig.Notice();

        for (var i = 0; i < 20 && old.IsAlive; i++)
        {
            _rig.Time.Advance(TimeSpan.FromSeconds(2));
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        old.IsAlive.Should().BeFalse();
        _rig.Log.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("dynamic body = new Body(); body.Text = \"x\"; class Body { public string Text { get; set; } = \"\"; }", "that of 'dynamic' in C#")]
    [InlineData("System.ComponentModel.TypeDescriptor.GetConverter(typeof(Body)); record Body(string Text);", "that of TypeDescriptor.GetConverter")]
    public void A_version_that_cannot_leave_memory_is_told_with_what_may_hold_it(string work, string holder)
    {
        var old = RunOldVersion(work);
        _rig.File("h.csx", Says("new"));
        _rig.Notice();

        for (var i = 0; i < 40; i++)
            _rig.Time.Advance(TimeSpan.FromSeconds(2));

        old.IsAlive.Should().BeTrue();
        _rig.Log[^1].Should().Be(
            $"a version of script {_rig.Folder}/h.csx is still in memory 60 s after it was replaced: a cache of .NET holds it that cannot be cleared, {holder}, "
            + "which it uses; or a call that has not come back, a timer, a thread, a static event or what it left in State holds it");
    }

    [Fact]
    public void A_version_that_is_no_longer_used_leaves_memory()
    {
        var old = RunOldVersion();
        _rig.File("h.csx", Says("new"));
        _rig.Notice();

        for (var i = 0; i < 20 && old.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        old.IsAlive.Should().BeFalse();
    }

    [Fact]
    public void The_compiler_makes_no_load_contexts_that_stay()
    {
        _rig.HandlerOf(Says("x"));
        var before = OfCompiler();

        for (var i = 0; i < 5; i++)
            _rig.HandlerOf(Says($"{i}"), $"{i}.csx");

        OfCompiler().Should().Be(before);

        static int OfCompiler() => AssemblyLoadContext.All.Count(context => context.GetType().Assembly.GetName().Name == "Microsoft.CodeAnalysis.Scripting");
    }

    [Fact]
    public async Task The_same_content_is_compiled_once()
    {
        const string Which = "var here = System.Reflection.Assembly.GetExecutingAssembly(); return Delivery.Refused($\"{System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(here)}\");";
        var first = _rig.HandlerOf(Which);
        var second = _rig.Handler("""{"file": "h.csx"}""");
        _rig.File("h.csx", Which);
        _rig.Notice();

        (await Said(first)).Should().Be(await Said(second), "both run the same assembly");
        _rig.Log.Should().BeEmpty("nothing has changed");
    }

    public void Dispose() => _rig.Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference RunOldVersion(string work = "")
    {
        var handler = _rig.HandlerOf($"{work}\nclass Marker {{}} Log(typeof(Marker).Assembly.GetName().Name); return Delivery.Done;");
        handler.HandleAsync(ScriptRig.Event(), default).AsTask().GetAwaiter().GetResult();
        var name = _rig.Log[^1];
        return new WeakReference(AppDomain.CurrentDomain.GetAssemblies().Single(assembly => assembly.GetName().Name == name));
    }

    private static string Says(string text) => $"return Delivery.Refused(\"{text}\");";

    private static async Task<string?> Said(IAlertHandler handler) => (await handler.HandleAsync(ScriptRig.Event(), default)).Reason;
}
