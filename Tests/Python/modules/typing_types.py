import types
from _typing import TypeVar, ParamSpec, TypeVarTuple, TypeAliasType, NoDefault
import typing
T = TypeVar("T"); U = TypeVar("U", bound=int); V = TypeVar("V", int, str); W = TypeVar("W", covariant=True)
print(T, U, V, W, U.__bound__, V.__constraints__, T.__bound__, T.__default__, T.has_default(), T.__name__, T.__module__)
P = ParamSpec("P"); print(P, P.args, P.kwargs, P.args.__origin__ is P)
a = list[int]; print(a, a.__origin__, a.__args__, a.__parameters__, a == list[int], hash(a) == hash(list[int]), a())
b = dict[T, list[U]]; print(b, b.__parameters__, b[str, bool], dict[str, int].__name__)
print(tuple[()], tuple[int, ...], type(a), isinstance(a, types.GenericAlias), [*tuple[int, str]])
u = int | str | None; print(u, u.__args__, isinstance(1, u), isinstance(1.5, u), issubclass(str, u), u == (str | int | None), hash(u) == hash(str | None | int))
print(list[T] | None, (list[T] | None)[int], (list[T] | None).__parameters__)
for f in (lambda: a[int], lambda: b[int], lambda: isinstance(1, a), lambda: TypeVar("X", int), lambda: TypeVar("X", int, str, bound=int), lambda: TypeVar("X", covariant=True, contravariant=True)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
print(typing.Optional[int], typing.Union[int, T], typing.List[T][int], typing.Callable[[int], str])
class G(typing.Generic[T]): pass
print(G[int], G.__parameters__, G[int]().__orig_class__, G.__orig_bases__)
def f[X: int, *Y, **Z](x: X) -> X: return x
print(f.__type_params__, f.__type_params__[0].__bound__)
type A[Q] = list[Q]
print(A, A.__value__, A[int], A.__type_params__, NoDefault, T | int)
