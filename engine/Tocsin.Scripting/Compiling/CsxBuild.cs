namespace Tocsin.Scripting.Compiling;

/// <summary>What became of compiling a script.</summary>
/// <param name="Program">The script, ready to run; null when it has errors.</param>
/// <param name="Errors">All that is wrong, each as <c>file:line:column: error CS…: text</c>; the way out of what is not an error of the code.</param>
/// <param name="Files">Every file that was read, or looked for in vain: when one changes, the script has to be compiled anew.</param>
internal sealed record CsxBuild(CsxProgram? Program, IReadOnlyList<string> Errors, IReadOnlyList<ReadFile> Files);
