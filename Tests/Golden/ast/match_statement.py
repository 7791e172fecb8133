match command, *rest:
    case [Point(x=0, y=-1 + 2j), *_] | {"key": 1, **others} if others:
        pass
    case None | "text" as value:
        match = case = type = value
