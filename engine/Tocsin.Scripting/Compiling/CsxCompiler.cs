using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;
using Microsoft.CodeAnalysis.Text;
using Tocsin.Alerting.Foreign;

namespace Tocsin.Scripting.Compiling;

/// <summary>Compiles scripts with Roslyn. Only this class and its resolvers touch it, so that a server without scripts never loads it.</summary>
internal static class CsxCompiler
{
    private const int MostErrors = 20;

    private static readonly string[] Usings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Net.Http.Json", "System.Text.Json", "System.Threading",
        "System.Threading.Tasks", "Tocsin.Sdk", "Tocsin.Sdk.Functions",
    ];

    private static readonly MethodInfo Creating =
        new Func<string, ScriptOptions, Type?, InteractiveAssemblyLoader, Script>(CSharpScript.Create<object>).Method.GetGenericMethodDefinition();

    // Loads nothing, as what is compiled here runs in a context of its own: but without one, each script would make its own, which never goes.
    private static readonly InteractiveAssemblyLoader NoLoader = new();

    private static int _count;

    /// <param name="limit">Is looked at between the steps of the compiler, some of which can take very long.</param>
    public static CsxBuild Compile(CsxSource source, ForeignCode code, CsxShape shape, CancellationToken limit)
    {
        var sources = new LocalSources(source.Folder, source.File);
        var references = new LocalReferences(source.Folder);
        SourceText text;
        try
        {
            text = source.Code is { } given ? SourceText.From(given, Encoding.UTF8) : sources.ReadText(source.Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new CsxBuild(null, [CannotRead(source, e)], [ReadFile.OfSource(source.Name, "")]);
        }
        catch (CsxException e)
        {
            return new CsxBuild(null, [e.Message], FilesOf(sources, references));
        }

        if (CsxLimits.Check(source.Name, text) is { } excess)
            return new CsxBuild(null, [excess], FilesOf(sources, references));
        try
        {
            return Compile(source, code, text, shape, sources, references, limit);
        }
        catch (OperationCanceledException)
        {
            return new CsxBuild(null, [CsxLimits.TooLong(source.Name)], FilesOf(sources, references));
        }
        catch (CsxException e)
        {
            return new CsxBuild(null, [e.Message], FilesOf(sources, references));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            // A file that went away just now, or one that is not an assembly.
            return new CsxBuild(null, [$"{source.Name} cannot be used: {e.Message}"], FilesOf(sources, references));
        }
    }

    private static CsxBuild Compile(CsxSource source, ForeignCode code, SourceText text, CsxShape shape, LocalSources sources, LocalReferences references, CancellationToken limit)
    {
        var compilation = CompilationOf(source, text, shape, sources, references, limit);
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = compilation.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb), cancellationToken: limit);
        var files = FilesOf(sources, references);
        if (sources.LoadsScript is { } loader)
            return new CsxBuild(null, [$"{loader}: error: #load leads back to {source.Name}, which is compiled here: put what both need into a file of its own"], files);
        return emitted.Success
            ? new CsxBuild(Load(code, compilation, assembly, symbols, references), [], files)
            : new CsxBuild(null, Errors(emitted), files);
    }

    private static IReadOnlyList<ReadFile> FilesOf(LocalSources sources, LocalReferences references) => [.. sources.Files, .. references.Files];

    private static Compilation CompilationOf(CsxSource source, SourceText text, CsxShape shape, LocalSources sources, LocalReferences references, CancellationToken limit)
    {
        var options = ScriptOptions.Default
            .WithFilePath(source.Name)
            .WithImports(Usings)
            .WithReferences(CsxReferences.All)
            .WithSourceResolver(sources)
            .WithMetadataResolver(references)
            .WithLanguageVersion(LanguageVersion.Latest)
            .WithOptimizationLevel(OptimizationLevel.Release)
            .WithWarningLevel(0)
            .WithAllowUnsafe(false);
        var compilation = EmptyScript(options, shape).GetCompilation();

        // The package would parse without a limit to its time, and comments as if they were code.
        var empty = compilation.SyntaxTrees.Single();
        var parsing = ((CSharpParseOptions)empty.Options).WithDocumentationMode(DocumentationMode.None);
        return compilation
            .ReplaceSyntaxTree(empty, CSharpSyntaxTree.ParseText(text, parsing, source.Name, limit))

            // Two assemblies of one name would be one in stack traces.
            .WithAssemblyName($"{Path.GetFileNameWithoutExtension(source.Name)}#{Interlocked.Increment(ref _count)}")
            .WithOptions(((CSharpCompilationOptions)compilation.Options).WithScriptClassName("Script").WithNullableContextOptions(NullableContextOptions.Enable));
    }

    private static Script EmptyScript(ScriptOptions options, CsxShape shape) =>
        (Script)Creating.MakeGenericMethod(shape.Result).Invoke(null, ["", options, shape.Globals, NoLoader])!; // It always makes one.

    private static CsxProgram Load(ForeignCode code, Compilation compilation, MemoryStream assembly, MemoryStream symbols, LocalReferences references)
    {
        assembly.Position = 0;
        symbols.Position = 0;
        var context = new CsxLoadContext(code, references.Paths);
        ForeignContexts.Add(context, code);
        var loaded = context.LoadFromStream(assembly, symbols);

        // Every script compilation has an entry point: the compiler makes it.
        var entry = compilation.GetEntryPoint(CancellationToken.None)!;
        var type = loaded.GetType(entry.ContainingType.MetadataName, throwOnError: true)!;
        return new CsxProgram(code, context, loaded, type.GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!);
    }

    private static IReadOnlyList<string> Errors(EmitResult emitted)
    {
        var errors = emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count == 0)
            return ["the compiler produced nothing and does not say why"];
        var shown = errors.Take(MostErrors).Select(TextOf);
        return errors.Count > MostErrors ? [.. shown, $"and {errors.Count - MostErrors} more errors"] : [.. shown];
    }

    private static string TextOf(Diagnostic error)
    {
        var text = $"error {error.Id}: {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}{WayOut(error.Id)}";
        if (!error.Location.IsInSource)
            return text;
        var place = error.Location.GetMappedLineSpan();
        return $"{place.Path}:{place.StartLinePosition.Line + 1}:{place.StartLinePosition.Character + 1}: {text}";
    }

    private static string WayOut(string id) => id switch
    {
        "CS0006" => " (#r takes the path of a .dll, absolute or from this file's folder; packages are not fetched)",
        "CS1504" => " (#load takes the path of a file, absolute or from this file's folder)",
        _ => "",
    };

    private static string CannotRead(CsxSource source, Exception problem) => problem is FileNotFoundException or DirectoryNotFoundException
        ? $"there is no file {source.Name}: relative paths begin at the folder of scripts, {source.Folder} here unless the path leads elsewhere"
        : $"{source.Name} cannot be read: {problem.Message}";
}
