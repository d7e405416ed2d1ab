using Tocsin.Pipelines.Functions;

namespace Tocsin.Scripting.Functions;

/// <summary>What became of a folder of functions.</summary>
/// <param name="Gone">Functions that are replaced or no longer there.</param>
/// <param name="Made">Functions that are new, or a new version.</param>
/// <param name="Errors">All that is wrong with the files as they are now.</param>
public sealed record FunctionChange(IReadOnlyList<UserFunction> Gone, IReadOnlyList<UserFunction> Made, IReadOnlyList<string> Errors);
