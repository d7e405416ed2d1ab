using System.Reflection;
using System.Runtime.CompilerServices;
using Tocsin.Pipelines.Functions;
using Tocsin.Scripting.Compiling;

namespace Tocsin.Scripting.Functions;

/// <summary>One file of functions: what it brings, and what is wrong with it as it is now. Immutable.</summary>
/// <param name="Path">The file.</param>
/// <param name="Program">Its last version that compiled; null when there is none.</param>
/// <param name="Functions">What that version brings.</param>
/// <param name="Errors">What is wrong with the file as it is now; empty when nothing is.</param>
/// <param name="Read">Every file that took part.</param>
internal sealed record FunctionFile(
    string Path, CsxProgram? Program, IReadOnlyList<UserFunction> Functions, IReadOnlyList<string> Errors, IReadOnlyList<string> Read)
{
    // A function in use keeps its code able to load what it refers to.
    private static readonly ConditionalWeakTable<UserFunction, CsxProgram> Code = [];

    // Functions are found in the compiled classes; the script itself is never run and returns nothing.
    private static readonly CsxShape Shape = new(null, typeof(object));

    /// <summary>The file as it is now. A version that does not compile leaves the one before.</summary>
    public static FunctionFile Of(string path, FunctionFile? before, CsxBuilds builds)
    {
        var build = builds.Of(CsxSource.OfFile(path), Shape);
        var read = build.Files.Select(file => file.Path).ToList();
        if (build.Program is not { } program)
            return new FunctionFile(path, before?.Program, before?.Functions ?? [], build.Errors, read);
        if (program == before?.Program)
            return before with { Errors = [], Read = read };

        try
        {
            var found = FoundFunctions.FromAssembly(program.Assembly, path);
            foreach (var function in found.Functions)
                Code.Add(function, program);
            return new FunctionFile(path, program, found.Functions, ErrorsOf(path, found), read);
        }
        catch (ReflectionTypeLoadException e)
        {
            var why = e.LoaderExceptions.OfType<Exception>().Select(inner => inner.Message).Distinct();
            return new FunctionFile(path, before?.Program, before?.Functions ?? [], [.. why.Select(error => $"{path}: {error}")], read);
        }
    }

    private static IReadOnlyList<string> ErrorsOf(string path, FoundFunctions found) => found.Functions.Count == 0 && found.Errors.Count == 0
        ? [$"{path}: there is no function in it: mark a static method [LambdaFunction(\"name\")] or a class [PipelineFunction(\"name\")]"]
        : [.. found.Errors.Select(error => $"{path}: {error}")];
}
