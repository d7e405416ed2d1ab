namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>A function that may make a text that is too long: returns null, or the reason in words.</summary>
internal delegate string? TextMaker<in TA, in TB, in TC>(TA a, TB b, TC c, TextBound bound, out string result);

/// <summary>A function that may make a text that is too long: returns null, or the reason in words.</summary>
internal delegate string? TextMaker<in TA, in TB, in TC, in TD>(TA a, TB b, TC c, TD d, TextBound bound, out string result);
